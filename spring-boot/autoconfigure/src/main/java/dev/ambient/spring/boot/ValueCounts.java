/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.spring.boot.HeaderText.Outcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How many requests came with each value, and what became of it. It knows names and numbers, and no value. */
final class ValueCounts {

    private final Map<AmbientValue, Map<Outcome, LongAdder>> counts = new HashMap<>();

    ValueCounts(List<AmbientValue> values) {
        for (AmbientValue value : values) {
            Map<Outcome, LongAdder> ofValue = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofValue.put(outcome, new LongAdder());
            }
            counts.put(value, ofValue);
        }
    }

    LongAdder of(AmbientValue value, Outcome outcome) {
        return Objects.requireNonNull(Objects.requireNonNull(counts.get(value)).get(outcome));
    }
}
