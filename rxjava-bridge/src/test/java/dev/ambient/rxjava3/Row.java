/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A row of a table: a pipeline whose callbacks record what they see. The tests run it with every origin and hop.
 *
 * @param <S> the type of its source
 * @param <F> the type of the flow that it makes of it
 */
final class Row<S extends F, F> {

    /** Puts the operator under test on a source. */
    interface Pipeline<S, F> {
        F on(S source, Seen seen, Workers workers);
    }

    private final String name;
    private final Pipeline<S, F> pipeline;
    private final List<String> callbacks;

    /** Makes a row. It fails if one of these callbacks is never called. Without any, the callback has the row's name. */
    Row(String name, Pipeline<S, F> pipeline, String... callbacks) {
        this.name = name;
        this.pipeline = pipeline;
        this.callbacks = callbacks.length == 0 ? List.of(name) : List.of(callbacks);
    }

    /**
     * Runs the row with every hop from two of the origins, with the hop above the operator and below it by turns. The origins change
     * from hop to hop and from row to row. The survival matrix runs every origin with every hop in both places. Each flow is assembled
     * where there is no value and subscribed where there is one.
     */
    @SuppressWarnings("unchecked") // a hop does not change the type of the items
    void check(FlowType<S, F> type) {
        List<String> wrong = new ArrayList<>();
        try (Workers workers = new Workers()) {
            for (Hop hop : Hop.values()) {
                for (Origin origin : origins(hop)) {
                    boolean above = (origin.ordinal() + hop.ordinal()) % 2 == 0;
                    Seen seen = new Seen();
                    S source = type.from(origin, workers);
                    F flow = above
                            ? pipeline.on((S) type.over(hop, source, workers), seen, workers)
                            : type.over(hop, pipeline.on(source, seen, workers), workers);
                    RecordingObserver observer = new RecordingObserver(seen);
                    Ambient.where(VALUE, "flow").run(() -> type.subscribe(flow, observer));
                    String at = origin + (above ? ", above it " : ", below it ") + hop + ": ";
                    try {
                        observer.awaitEnd();
                    } catch (ConditionTimeoutException e) {
                        throw new AssertionError(at + "it does not end", e);
                    }
                    try {
                        seen.awaitCalls(callbacks);
                    } catch (ConditionTimeoutException e) {
                        throw new AssertionError(at + "it has ended, and called only " + seen.names(), e);
                    }
                    assertThat(VALUE.get()).isNull();
                    seen.callsThatDidNotSee("flow").forEach(call -> wrong.add(at + call));
                    if (observer.ends() != 1) {
                        wrong.add(at + observer.ends() + " terminal signals");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<Origin> origins(Hop hop) {
        Origin[] all = Origin.values();
        int first = Math.floorMod(name.hashCode() + hop.ordinal(), all.length);
        return List.of(all[first], all[(first + 2) % all.length]);
    }

    @Override
    public String toString() {
        return name;
    }
}
