/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** One value through RxJava. */
public class RxJavaBenchmark extends FlowBenchmark {

    @Param({"floor", "ambient", "opentelemetry", "handler"})
    String candidate;

    @Param
    RxJavaRow row;

    @Override
    String candidate() {
        return candidate;
    }

    @Override
    Row row() {
        return row;
    }
}
