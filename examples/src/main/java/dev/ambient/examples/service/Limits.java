/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.time.Duration;

/** How long things may take before the program gives up. Far more than they need, so that nothing hangs for ever. */
final class Limits {

    static final Duration START = Duration.ofSeconds(30);
    static final Duration STOP = Duration.ofSeconds(30);
    static final Duration REQUEST = Duration.ofSeconds(30);
    static final Duration RUN = Duration.ofMinutes(3);

    private Limits() {}
}
