/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.survival.Tally;
import dev.ambient.survival.Verdict;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is wrong is found. */
class TheRxMatrixCanFailTest {

    private static final Ambient<String> LEFT_BEHIND = Ambient.named("left behind");

    @Test
    void a_plain_thread_local_is_lost_and_taken_for_anothers() {
        List<Row> all = RxMatrix.rows();
        Map<Row, List<Cell>> some = RxMatrix.cells(IntStream.range(0, all.size() / 20)
                .mapToObj(i -> all.get(i * 20))
                .toList());
        Tally tally = RxMatrix.run(new PlainCarrier(), some, Norm.of(some));
        System.out.printf("plain thread-local, every twentieth row: %s%n", tally.total());
        assertThat(tally.total().percent()).isBetween(5.0, 60.0);
        assertThat(tally.total().get(Verdict.LOST)).isGreaterThan(2_000);
        assertThat(tally.total().get(Verdict.ANOTHERS)).isGreaterThan(2_000);
    }

    @Test
    void a_flow_that_does_not_end_is_found() {
        Tally tally = run(row("Flowable.never()", p -> Flowable.never()), Cell.Ending.COMPLETES, Duration.ofMillis(50));
        assertThat(tally.total().get(Verdict.NOT_ENDED)).isEqualTo(tally.pipelines());
    }

    @Test
    void a_callback_that_is_not_called_is_found() {
        // As if ours kept it from being called.
        Row row = row(
                "Flowable.map(Function)",
                p -> p.carrier() instanceof PlainCarrier
                        ? p.source(Kinds.FLOWABLE).map(item -> p.at("1. Function", item))
                        : p.source(Kinds.FLOWABLE));
        Tally tally = run(row, Cell.Ending.COMPLETES);
        assertThat(tally.wrong().toString()).contains("not called: [1. Function]");
    }

    @Test
    void a_thread_that_is_not_clean_is_found() {
        Tally tally = run(
                row(
                        "Flowable.create",
                        p -> Kinds.FLOWABLE.created(
                                p,
                                "source",
                                new Emission(
                                        task -> p.onBusyThread(() -> {
                                            task.run();
                                            p.onSource(() -> LEFT_BEHIND.set("left behind"));
                                        }),
                                        1,
                                        () -> dev.ambient.survival.Elsewhere.Outcome.COMPLETES))),
                Cell.Ending.COMPLETES);
        assertThat(tally.total().get(Verdict.DIRTY)).isPositive();
    }

    private static Tally run(Row row, Cell.Ending ending) {
        return run(row, ending, RxMatrix.PATIENCE);
    }

    private static Tally run(Row row, Cell.Ending ending, Duration patienceForTheNorm) {
        Map<Row, List<Cell>> matrix = Map.of(row, List.of(Cell.of(Cell.Source.BARE_THREAD, Hop.NONE, ending)));
        return RxMatrix.run(new AmbientRxCarrier(), matrix, Norm.of(matrix, patienceForTheNorm), Duration.ofMillis(50));
    }
}
