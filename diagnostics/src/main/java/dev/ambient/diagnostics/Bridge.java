/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.AmbientContext;

/** The bridges, which need not be on the class path: they are looked up by name. */
enum Bridge {
    REACTOR("Reactor", "ReactorBridge", "dev.ambient.reactor.ReactorBridge"),
    RXJAVA("RxJava", "RxJavaBridge", "dev.ambient.rxjava3.RxJavaBridge");

    final String library;
    final String simpleName;
    private final String className;

    Bridge(String library, String simpleName, String className) {
        this.library = library;
        this.simpleName = simpleName;
        this.className = className;
    }

    /** Returns the bridge of the library that called the callback. */
    static Bridge of(StackView view, Invoker invoker) {
        String exposing = view.exposingClass();
        if (invoker == Invoker.SHARED && exposing != null) {
            return exposing.startsWith("reactor.") ? REACTOR : RXJAVA;
        }
        return invoker == Invoker.REACTOR || invoker == Invoker.SINK ? REACTOR : RXJAVA;
    }

    Invoker invoker() {
        return this == REACTOR ? Invoker.REACTOR : Invoker.RXJAVA;
    }

    Bridge other() {
        return this == REACTOR ? RXJAVA : REACTOR;
    }

    boolean isInstalled() {
        try {
            return (Boolean) Class.forName(className, true, AmbientContext.class.getClassLoader())
                    .getMethod("isInstalled")
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            return false; // not on the class path, or its library is not
        }
    }
}
