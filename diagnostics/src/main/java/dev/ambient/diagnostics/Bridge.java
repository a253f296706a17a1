/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.AmbientContext;

/** Whether the bridges are there. They are not needed, so they are asked by name. */
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

    /** That of the library which was nearest to a callback. */
    static Bridge of(StackView view, Invoker invoker) {
        String handing = view.handing();
        if (invoker == Invoker.SHARED && handing != null) {
            return handing.startsWith("reactor.") ? REACTOR : RXJAVA;
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
