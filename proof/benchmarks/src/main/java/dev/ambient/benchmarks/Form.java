/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.time.Duration;

/** How long it is measured. */
public enum Form {
    /** All rows, in minutes. */
    SHORT(1, 2, 4, Duration.ofMillis(150), 3, Duration.ofMillis(100)),

    /** All rows, in half an hour. */
    FULL(2, 3, 6, Duration.ofMillis(200), 4, Duration.ofMillis(150)),

    /** A few rows, for CI, which looks at the fastest: in one JVM in six or so the compiler stops putting calls in line too soon. */
    GATE(3, 2, 5, Duration.ofMillis(200), 4, Duration.ofMillis(80));

    final int forks;
    final int warmUps;

    /** A flow has much to compile: ours with a hop takes a second. */
    final int warmUpsOfFlows;

    final Duration warmUp;
    final int measurements;
    final Duration measurement;

    Form(int forks, int warmUps, int warmUpsOfFlows, Duration warmUp, int measurements, Duration measurement) {
        this.forks = forks;
        this.warmUps = warmUps;
        this.warmUpsOfFlows = warmUpsOfFlows;
        this.warmUp = warmUp;
        this.measurements = measurements;
        this.measurement = measurement;
    }
}
