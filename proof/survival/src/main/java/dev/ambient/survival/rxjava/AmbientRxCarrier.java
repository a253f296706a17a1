/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import dev.ambient.survival.AmbientValue;
import io.reactivex.rxjava3.core.Scheduler;

/** Ours. */
final class AmbientRxCarrier extends AmbientValue implements RxCarrier {

    @Override
    public String description() {
        return "`RxJavaBridge.install()`. Nothing is appended to the flows. `RxJavaBridge.wrap` wraps a program's own scheduler";
    }

    @Override
    public Registration install() {
        return RxJavaBridge.install();
    }

    @Override
    public Scheduler scheduler(Scheduler own) {
        return RxJavaBridge.wrap(own);
    }
}
