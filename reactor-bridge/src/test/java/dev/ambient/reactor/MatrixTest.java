/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every operator, with every kind of source and every kind of hop, on clean and on dirty pools. All callbacks see the flow's value, and
 * each thread holds afterwards what it held before.
 */
class MatrixTest {

    private static final String MINE = "mine";
    private static final String OUTSIDE = "outside";
    private static final String STALE = "stale";

    private final Queue<Problem> problems = new ConcurrentLinkedQueue<>();

    private Registration bridge;
    private Registration reports;
    private Pool emitters;
    private Pool clean;
    private Pool dirty;

    static Stream<Row> rows() {
        return Stream.of(
                        CallbackRows.rows(),
                        TransformRows.rows(),
                        InnerRows.rows(),
                        RepeatRows.rows(),
                        TimedRows.rows(),
                        CombineRows.rows(),
                        SourceRows.rows(),
                        MonoRows.rows())
                .flatMap(rows -> rows);
    }

    @BeforeEach
    void install() {
        bridge = ReactorBridge.install();
        reports = AmbientRegistry.global().reportTo(problems::add);
        emitters = new Pool("emitter", 1);
        clean = new Pool("clean", 2);
        dirty = Pool.dirty("dirty", 2, STALE);
    }

    @AfterEach
    void remove() {
        Stream.of(emitters, clean, dirty).forEach(Pool::close);
        reports.close();
        bridge.close();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rule_2_every_callback_sees_what_was_current_at_subscribe(Row row) {
        for (Cell cell : cells()) {
            Probe probe = new Probe(cell.source(), cell.hop(), emitters, cell.pool());
            Publisher<?> flow = row.flow().apply(probe);
            End end = new End();
            Ambient.where(REQUEST_ID, MINE).run(() -> flow.subscribe(end));
            check(cell, () -> {
                end.awaitCompleted();
                probe.allSaw(MINE);
                end.seen().allSaw(MINE);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rule_2_every_callback_above_contextWrite_sees_what_is_written(Row row) {
        for (Cell cell : cells()) {
            Probe probe = new Probe(cell.source(), cell.hop(), emitters, cell.pool());
            Publisher<?> flow = written(row.flow().apply(probe));
            End end = new End();
            Ambient.where(REQUEST_ID, OUTSIDE).run(() -> flow.subscribe(end));
            check(cell, () -> {
                end.awaitCompleted();
                probe.allSaw(MINE);
                end.seen().allSaw(OUTSIDE);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rule_7_a_flow_without_a_value_sees_none_and_leaves_none(Row row) {
        for (Cell cell : cells()) {
            if (cell.source() == Probe.Source.BARE_THREAD) {
                continue; // it has nothing to show
            }
            Probe probe = new Probe(cell.source(), cell.hop(), emitters, cell.pool());
            End end = new End();
            row.flow().apply(probe).subscribe(end);
            check(cell, () -> {
                end.awaitCompleted();
                probe.allSawNone();
                end.seen().allSawNone();
            });
        }
    }

    private record Cell(Probe.Source source, Probe.Hop hop, Pool pool, boolean isDirty) {

        @Override
        public String toString() {
            return source + ", " + hop + (isDirty ? ", dirty pool" : ", clean pool");
        }
    }

    /** Each source with each hop, on clean and on dirty pools by turns. The survival matrix has both pools for each. */
    private List<Cell> cells() {
        return Stream.of(Probe.Source.values())
                .flatMap(source -> Stream.of(Probe.Hop.values()).map(hop -> {
                    boolean isDirty = (source.ordinal() + hop.ordinal()) % 2 == 0;
                    return new Cell(source, hop, isDirty ? dirty : clean, isDirty);
                }))
                .toList();
    }

    private void check(Cell cell, Runnable expectations) {
        try {
            expectations.run();
            assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
            assertThat(clean.isClean()).as("the clean pool is clean").isTrue();
            assertThat(dirty.left()).as("the dirty pool is as it was").containsOnly(STALE);
            assertThat(AmbientContext.current().isEmpty())
                    .as("the main thread is clean")
                    .isTrue();
            assertThat(problems).as("reported").isEmpty();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(cell + ": " + e.getMessage(), e);
        }
    }

    private static Publisher<?> written(Publisher<?> flow) {
        return flow instanceof Mono<?> mono
                ? mono.contextWrite(ReactorBridge.put(REQUEST_ID, MINE))
                : ((Flux<?>) flow).contextWrite(ReactorBridge.put(REQUEST_ID, MINE));
    }
}
