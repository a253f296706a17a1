/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.survival.ThreadLocalValue;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;

/** A thread-local that each scheduled task takes along: what many programs write themselves. */
final class HandlerCarrier extends ThreadLocalValue implements RxCarrier {

    @Override
    public String title() {
        return "Schedule handler";
    }

    @Override
    public String description() {
        return "a `ThreadLocal` that a function given to `RxJavaPlugins.setScheduleHandler` captures for each task";
    }

    @Override
    public Registration install() {
        RxJavaPlugins.setScheduleHandler(task -> {
            String value = VALUE.get();
            return () -> with(value, task);
        });
        return () -> RxJavaPlugins.setScheduleHandler(null);
    }
}
