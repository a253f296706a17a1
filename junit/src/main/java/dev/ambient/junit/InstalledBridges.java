/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Installs the bridges that are on the class path, until this is closed. */
final class InstalledBridges implements AutoCloseable {

    private final List<Registration> registrations = new ArrayList<>();

    InstalledBridges() {
        // Code that refers to a bridge is in a class of its own, which is loaded only if the bridge is on the class
        // path.
        if (isOnClassPath("dev.ambient.reactor.ReactorBridge")) {
            registrations.add(Reactor.install());
        }
        if (isOnClassPath("dev.ambient.rxjava3.RxJavaBridge")) {
            registrations.add(RxJava.install());
        }
    }

    private static boolean isOnClassPath(String bridge) {
        try {
            Class.forName(bridge, false, InstalledBridges.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Collections.reverse(registrations);
        registrations.forEach(Registration::close);
        registrations.clear();
    }

    /** Is loaded only if the Reactor bridge is on the class path. */
    private static final class Reactor {

        static Registration install() {
            return dev.ambient.reactor.ReactorBridge.install();
        }
    }

    /** Is loaded only if the RxJava bridge is on the class path. */
    private static final class RxJava {

        static Registration install() {
            return dev.ambient.rxjava3.RxJavaBridge.install();
        }
    }
}
