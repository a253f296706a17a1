/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.survival.ForeignValue;
import dev.ambient.survival.Tally;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * An inner flow that ends, a collection, and a dispose of the whole: the inner one is disposed of with the flow's value if somebody holds
 * what it has captured, else with none.
 */
class EndedPartTest {

    private static final Cell CELL =
            Cell.of(Cell.Source.SUBJECT, Hop.NONE, Cell.Ending.DISPOSED_BARE).with(Cell.Inner.WRAPPED);

    @Test
    void who_captures_the_same_object_each_time_owes_the_value() {
        assertThat(disposedOf(new AmbientRxCarrier())).containsOnly("request 1");
        assertThat(disposedOf(new ForeignRxCarrier(new AmbientRxCarrier(), ForeignValue.Style.COPYING)))
                .containsOnly("request 1");
    }

    @Test
    void who_captures_another_object_each_time_owes_the_value_or_none() {
        assertThat(disposedOf(new ForeignRxCarrier(new AmbientRxCarrier(), ForeignValue.Style.UNWRAPPING)))
                .isNotEmpty()
                .isSubsetOf("request 1", null);
    }

    /** What the inner flow sees then, which the matrix counts as right. */
    private static List<@Nullable String> disposedOf(RxCarrier carrier) {
        Row row = RxMatrix.rows().stream()
                .filter(each -> each.name().equals("Maybe.sequenceEqual(MaybeSource, MaybeSource)"))
                .findFirst()
                .orElseThrow();
        Registration installed = carrier.install();
        try (Threads threads = new Threads(carrier)) {
            Trial trial = new Trial(carrier, threads, row, CELL, 1);
            trial.begin();
            threads.settle();
            trial.start();
            threads.settle();
            collect();
            trial.dispose();
            threads.settle();
            assertThat(trial.missing(Set.of("inner: dispose"))).isNull();
            Tally tally = new Tally();
            trial.count(tally);
            assertThat(tally.wrong()).isEmpty();
            List<@Nullable String> values = new ArrayList<>();
            trial.sights().stream()
                    .filter(sight -> sight.callback().equals("inner: dispose"))
                    .forEach(sight -> values.add(sight.value()));
            return values;
        } finally {
            installed.close();
        }
    }

    /** Until what nobody holds is gone. */
    private static void collect() {
        WeakReference<Object> gone = new WeakReference<>(new Object());
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (gone.get() != null) {
            assertThat(System.nanoTime()).as("time to collect").isLessThan(deadline);
            System.gc();
        }
    }
}
