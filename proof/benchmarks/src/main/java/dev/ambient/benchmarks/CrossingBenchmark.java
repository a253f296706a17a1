/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** One value from Reactor to RxJava and back. */
public class CrossingBenchmark extends FlowBenchmark {

    @Param({"floor", "ambient", "automatic", "automatic+opentelemetry"})
    String candidate;

    @Param
    CrossingRow row;

    @Override
    String candidate() {
        return candidate;
    }

    @Override
    Row row() {
        return row;
    }
}
