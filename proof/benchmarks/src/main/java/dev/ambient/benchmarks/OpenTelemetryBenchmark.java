/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** OpenTelemetry's Context through one hop. The candidates are in the module {@code opentelemetry}, whose class path has the adapter. */
public class OpenTelemetryBenchmark extends FlowBenchmark {

    @Param({"floor", "opentelemetry-slot", "opentelemetry-accessor", "opentelemetry-own"})
    String candidate;

    @Param
    Hop hop;

    /** The library of the hop. */
    public enum Hop {
        REACTOR,
        RXJAVA
    }

    @Override
    String candidate() {
        return candidate;
    }

    @Override
    Row row() {
        return hop == Hop.REACTOR ? ReactorRow.HOP : RxJavaRow.FLOWABLE_HOP;
    }
}
