/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.examples.flow.library.Streams;
import dev.ambient.spi.ClassCache;
import java.util.Set;
import java.util.concurrent.Flow.Publisher;

/** What is known of an operator. One that is not in the table is a boundary, so a new operator costs time and no value. */
enum KnownOperator {

    /** Signals and requests pass on the thread on which they came, so the boundary above it is enough. */
    PASSES_ON,

    UNKNOWN;

    private static final Set<String> PASSING = Set.of("dev.ambient.examples.flow.library.MapPublisher");

    private static final ClassCache<KnownOperator> KNOWN = new ClassCache<>(Streams.class, KnownOperator::find);

    static KnownOperator of(Publisher<?> source) {
        return KNOWN.get(source);
    }

    private static KnownOperator find(Class<?> type) {
        return PASSING.contains(type.getName()) ? PASSES_ON : UNKNOWN;
    }
}
