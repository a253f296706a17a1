/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** One value through Reactor. */
public class ReactorBenchmark extends FlowBenchmark {

    @Param({"floor", "ambient", "automatic"})
    String candidate;

    @Param
    ReactorRow row;

    @Override
    String candidate() {
        return candidate;
    }

    @Override
    Row row() {
        return row;
    }
}
