/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.function.Function;
import org.reactivestreams.Publisher;

/** One row of the matrix: a flow with callbacks that read the request id. It completes normally. */
record Row(String name, Function<Probe, Publisher<?>> flow) {

    static Row row(String name, Function<Probe, Publisher<?>> flow) {
        return new Row(name, flow);
    }

    @Override
    public String toString() {
        return name;
    }
}
