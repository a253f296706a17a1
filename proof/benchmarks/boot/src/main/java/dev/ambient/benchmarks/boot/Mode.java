/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/** What carries values from thread to thread in the service. */
enum Mode {
    /** Boot's default: Reactor's Context alone, and no thread sees it but in {@code handle} and {@code tap}. */
    OFF("off"),
    /** {@code spring.reactor.context-propagation=auto}. */
    AUTO("auto"),
    /** The bridges. */
    AMBIENT("Ambient"),
    /** The bridges, and {@code auto}. */
    BOTH("both");

    final String title;

    Mode(String title) {
        this.title = title;
    }

    boolean isAuto() {
        return this == AUTO || this == BOTH;
    }

    boolean isAmbient() {
        return this == AMBIENT || this == BOTH;
    }
}
