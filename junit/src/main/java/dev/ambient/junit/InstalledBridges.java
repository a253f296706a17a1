/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bridges that are on the class path, installed until this is closed. */
final class InstalledBridges implements AutoCloseable {

    private final List<Registration> registrations = new ArrayList<>();

    InstalledBridges() {
        // What names a class of a bridge stands in a class of its own, which is loaded only if the bridge is there.
        if (isThere("dev.ambient.reactor.ReactorBridge")) {
            registrations.add(InstallReactor.now());
        }
        if (isThere("dev.ambient.rxjava3.RxJavaBridge")) {
            registrations.add(InstallRxJava.now());
        }
    }

    private static boolean isThere(String bridge) {
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

    /** Loaded only where the Reactor bridge is on the class path. */
    private static final class InstallReactor {

        static Registration now() {
            return dev.ambient.reactor.ReactorBridge.install();
        }
    }

    /** Loaded only where the RxJava bridge is on the class path. */
    private static final class InstallRxJava {

        static Registration now() {
            return dev.ambient.rxjava3.RxJavaBridge.install();
        }
    }
}
