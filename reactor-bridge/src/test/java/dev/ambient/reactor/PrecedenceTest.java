/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.TENANT;
import static dev.ambient.reactor.Step.CURRENT;
import static dev.ambient.reactor.Step.NONE;
import static dev.ambient.reactor.Step.capture;
import static dev.ambient.reactor.Step.delete;
import static dev.ambient.reactor.Step.hop;
import static dev.ambient.reactor.Step.inner;
import static dev.ambient.reactor.Step.innerAfterSet;
import static dev.ambient.reactor.Step.plain;
import static dev.ambient.reactor.Step.put;
import static dev.ambient.reactor.Step.putOther;
import static dev.ambient.reactor.Step.sees;
import static dev.ambient.reactor.Step.set;
import static dev.ambient.reactor.Step.unset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;

/**
 * Which value takes precedence. Each row is a chain, from its source to its subscriber, with what is seen at each place. It runs with a
 * value that is CURRENT where it is subscribed, and with NONE. It runs on the caller's thread, on other threads, and with a source
 * whose thread works for another request. {@code docs/reference/reactor.md} shows the table.
 */
class PrecedenceTest {

    private final PlacesSeen seen = new PlacesSeen();
    private Registration bridge;
    private Pool workers;
    private Pool emitters;

    static Stream<Row> rows() {
        return Stream.of(
                row(sees(CURRENT)),
                row(sees("put"), put("put"), sees(CURRENT)),
                row(sees("plain"), plain("plain"), sees(CURRENT)),
                row(sees(NONE), delete(), sees(CURRENT)),
                row(sees(CURRENT), putOther(), sees(CURRENT)),
                row(sees(CURRENT), capture(), sees(CURRENT)),

                // Two writes: the one nearer to the source counts.
                row(sees("near"), put("near"), sees("far"), put("far"), sees(CURRENT)),
                row(sees("near"), put("near"), sees("far"), plain("far"), sees(CURRENT)),
                row(sees("near"), plain("near"), sees("far"), put("far"), sees(CURRENT)),
                row(sees("near"), plain("near"), sees("far"), plain("far"), sees(CURRENT)),
                row(sees(NONE), delete(), sees("far"), put("far"), sees(CURRENT)),
                row(sees(NONE), delete(), sees("far"), plain("far"), sees(CURRENT)),
                row(sees("near"), put("near"), sees(NONE), delete(), sees(CURRENT)),
                row(sees("near"), plain("near"), sees(NONE), delete(), sees(CURRENT)),
                row(sees("far"), putOther(), sees("far"), plain("far"), sees(CURRENT)),
                row(sees(NONE), putOther(), sees(NONE), delete(), sees(CURRENT)),
                row(sees("near"), plain("near"), sees(CURRENT), putOther(), sees(CURRENT)),

                // A capture takes what is current at its own place: a value written further down, if there is one.
                row(sees("near"), put("near"), sees(CURRENT), capture(), sees(CURRENT)),
                row(sees("near"), plain("near"), sees(CURRENT), capture(), sees(CURRENT)),
                row(sees(NONE), delete(), sees(CURRENT), capture(), sees(CURRENT)),
                row(sees("far"), capture(), sees("far"), put("far"), sees(CURRENT)),
                row(sees("far"), capture(), sees("far"), plain("far"), sees(CURRENT)),
                row(sees(NONE), capture(), sees(NONE), delete(), sees(CURRENT)),
                row(sees("near"), put("near"), sees("far"), capture(), sees("far"), plain("far"), sees(CURRENT)),

                // The Context of the last subscriber.
                subscriber("sub", sees("sub")),
                subscriber("sub", sees("put"), put("put"), sees("sub")),
                subscriber("sub", sees("plain"), plain("plain"), sees("sub")),
                subscriber("sub", sees(NONE), delete(), sees("sub")),
                subscriber("sub", sees("sub"), putOther(), sees("sub")),
                subscriber("sub", sees("sub"), capture(), sees("sub")),

                // Inner publishers see their flow's value, or what they write themselves.
                row(sees(CURRENT), inner(sees(CURRENT)), sees(CURRENT)),
                row(sees("out"), inner(sees("out")), sees("out"), put("out"), sees(CURRENT)),
                row(sees("out"), inner(sees("out"), capture()), sees("out"), put("out"), sees(CURRENT)),
                row(sees("out"), inner(sees("in"), put("in")), sees("out"), put("out"), sees(CURRENT)),
                row(sees("out"), inner(sees("in"), plain("in")), sees("out"), plain("out"), sees(CURRENT)),
                row(sees("out"), inner(sees(NONE), delete()), sees("out"), plain("out"), sees(CURRENT)),
                row(sees(CURRENT), inner(sees("in"), put("in")), sees(CURRENT)),

                // A value that a callback sets is seen neither by its flow nor by a publisher that it makes.
                row(sees(CURRENT), set("set"), hop(), sees(CURRENT)),
                row(sees("put"), set("set"), hop(), sees("put"), put("put"), sees(CURRENT)),
                row(sees("put"), unset(), hop(), sees("put"), put("put"), sees(CURRENT)),
                row(sees("put"), innerAfterSet("set", sees("put")), hop(), sees("put"), put("put"), sees(CURRENT)),
                row(sees("p"), innerAfterSet("s", sees("p"), capture()), hop(), sees("p"), put("p"), sees(CURRENT)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rowsInEachMode")
    void rule_2_the_nearest_wins(Mode mode, Row row) {
        installIn(mode);
        for (Step.Setting setting : Step.settings(seen, workers, emitters)) {
            Flux<Integer> flow =
                    Ambient.where(TENANT, "assembly").call(() -> Step.chain(row.steps(), setting)); // is of no account
            if (setting.current().equals(NONE)) {
                end(flow, row.subscriber());
            } else {
                Ambient.where(TENANT, setting.current()).run(() -> end(flow, row.subscriber()));
            }
        }
        workers.onEachThread(() -> null); // waits for the callbacks that come after the last signal
        emitters.onEachThread(() -> null);
        assertThat(seen.wrong()).isEmpty();
    }

    /** Reactor's automatic mode. */
    enum Mode {
        DEFAULT,
        AUTOMATIC_BEFORE_INSTALL,
        AUTOMATIC_AFTER_INSTALL
    }

    private void installIn(Mode mode) {
        if (mode == Mode.AUTOMATIC_BEFORE_INSTALL) {
            Hooks.enableAutomaticContextPropagation();
        }
        bridge = ReactorBridge.install();
        if (mode == Mode.AUTOMATIC_AFTER_INSTALL) {
            Hooks.enableAutomaticContextPropagation();
        }
    }

    @BeforeEach
    void start() {
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
    }

    @AfterEach
    void stop() {
        bridge.close();
        Hooks.disableAutomaticContextPropagation();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    static Stream<Arguments> rowsInEachMode() {
        return Stream.of(Mode.values()).flatMap(mode -> rows().map(row -> Arguments.of(mode, row)));
    }

    private static void end(Flux<Integer> flow, Context context) {
        CountDownLatch ended = new CountDownLatch(1);
        flow.subscribe(null, failure -> {}, ended::countDown, context);
        try {
            assertThat(ended.await(60, TimeUnit.SECONDS))
                    .as("the flow completes")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Row row(Step... steps) {
        return new Row("", Context.empty(), List.of(steps));
    }

    private static Row subscriber(String value, Step... steps) {
        return new Row(" < subscriber's plain", Context.of("tenant", value), List.of(steps));
    }

    private record Row(String end, Context subscriber, List<Step> steps) {

        @Override
        public String toString() {
            return Step.names(steps) + end;
        }
    }
}
