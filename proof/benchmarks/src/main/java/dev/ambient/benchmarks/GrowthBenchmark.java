/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** One value through flows of Reactor that grow. */
public class GrowthBenchmark extends FlowBenchmark {

    @Param({"floor", "ambient", "automatic"})
    String candidate;

    @Param
    GrowthRow row;

    @Param({"1", "4", "16", "64"})
    int size;

    @Override
    String candidate() {
        return candidate;
    }

    @Override
    Row row() {
        return row.of(size);
    }
}
