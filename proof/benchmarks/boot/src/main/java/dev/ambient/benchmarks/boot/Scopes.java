/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.concurrent.atomic.LongAdder;

/** Counts the observation scopes that are opened, whoever opens them. */
final class Scopes implements ObservationHandler<Observation.Context> {

    private final LongAdder opened = new LongAdder();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onScopeOpened(Observation.Context context) {
        opened.increment();
    }

    long opened() {
        return opened.sum();
    }
}
