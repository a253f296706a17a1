/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Problem;
import dev.ambient.spring.boot.HeaderText.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code ambient.reports} and {@code ambient.values}. The tags are names from the configuration and of constants, so there are few, and
 * no request adds one. Values are counted from when a registry is there.
 */
final class AmbientMeters implements MeterBinder {

    private final AmbientValues values;
    private final RecentReports reports;

    AmbientMeters(AmbientValues values, RecentReports reports) {
        this.values = values;
        this.reports = reports;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Problem.Kind kind : Problem.Kind.values()) {
            FunctionCounter.builder("ambient.reports", reports, all -> all.count(kind))
                    .description("Problems with ambient values that were reported")
                    .baseUnit("reports")
                    .tag("kind", kind.name())
                    .register(registry);
        }
        ValueCounts counts = values.startCounting();
        for (AmbientValue value : values.withHeader()) {
            for (Outcome outcome : Outcome.values()) {
                FunctionCounter.builder("ambient.values", counts.of(value, outcome), LongAdder::sum)
                        .description("Requests, by what became of the header of an ambient value")
                        .baseUnit("values")
                        .tag("value", value.name())
                        .tag("outcome", outcome.name())
                        .register(registry);
            }
        }
    }
}
