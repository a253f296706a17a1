/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.survival.ThreadLocalValue;

/** A thread-local, and nothing done for it. */
final class PlainCarrier extends ThreadLocalValue implements RxCarrier {

    @Override
    public String title() {
        return "Thread-local";
    }

    @Override
    public String description() {
        return "a plain `ThreadLocal`";
    }

    @Override
    public Registration install() {
        return () -> {};
    }
}
