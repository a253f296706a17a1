/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What is wrong is found. */
class TheMatrixCanFailTest {

    private static final Ambient<String> LEFT_BEHIND = Ambient.named("left behind");

    @Test
    void a_plain_thread_local_is_lost_and_taken_for_anothers() {
        List<Row> all = Matrix.rows();
        List<Row> some = IntStream.range(0, all.size() / 10)
                .mapToObj(i -> all.get(i * 10))
                .toList();
        Tally tally = Matrix.run(new ThreadLocalCarrier(ThreadLocalCarrier.Mode.PLAIN), some, Draw.one(4));
        System.out.printf("plain thread-local, every tenth row: %s%n", tally.total());
        assertThat(tally.total().percent()).isBetween(5.0, 60.0);
        assertThat(tally.total().get(Verdict.LOST)).isGreaterThan(5_000);
        assertThat(tally.total().get(Verdict.ANOTHERS)).isGreaterThan(5_000);
    }

    @Test
    void a_flow_that_does_not_end_is_found() {
        Tally tally = run(row("Flux.never", p -> Flux.never()));
        assertThat(tally.total().get(Verdict.NOT_ENDED)).isEqualTo(tally.pipelines());
    }

    @Test
    void a_callback_that_is_not_called_is_found() {
        Tally tally = run(row("Flux.doOnNext", p -> Flux.empty().doOnNext(p.take("doOnNext"))));
        assertThat(tally.total().get(Verdict.NOT_ENDED)).isPositive();
    }

    @Test
    void a_thread_that_is_not_clean_is_found() {
        Tally tally = run(row(
                "Flux.create",
                p -> Flux.create(sink -> p.onSource(() -> {
                    sink.complete();
                    LEFT_BEHIND.set("left behind");
                }))));
        assertThat(tally.total().get(Verdict.DIRTY)).isPositive();
    }

    private static Tally run(Row row) {
        return Matrix.run(new AmbientCarrier(), List.of(row), Duration.ofMillis(2));
    }
}
