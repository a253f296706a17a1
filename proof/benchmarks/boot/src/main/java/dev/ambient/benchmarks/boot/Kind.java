/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/** What a request looks at. */
enum Kind {
    /** A value of the program. */
    ID("id"),
    /** Spring Security's, which is in Reactor's Context. */
    USER("user"),
    /** Micrometer's. */
    TRACE("trace");

    final String title;

    Kind(String title) {
        this.title = title;
    }
}
