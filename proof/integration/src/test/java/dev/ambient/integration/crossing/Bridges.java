/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.List;
import java.util.function.Supplier;

/** Which bridges there are, in the order in which they are installed. */
enum Bridges {
    REACTOR_ALONE(List.of(ReactorBridge::install)),
    RXJAVA_THEN_REACTOR(List.of(RxJavaBridge::install, ReactorBridge::install)),
    REACTOR_THEN_RXJAVA(List.of(ReactorBridge::install, RxJavaBridge::install));

    private final List<Supplier<Registration>> bridges;

    Bridges(List<Supplier<Registration>> bridges) {
        this.bridges = bridges;
    }

    boolean both() {
        return this != REACTOR_ALONE;
    }

    /** Until it is closed. */
    Registration install() {
        List<Registration> registrations = bridges.stream().map(Supplier::get).toList();
        return () -> registrations.forEach(Registration::close);
    }
}
