/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** Rule 14: a failure in handling contexts is reported, and each signal goes on once. */
class FailureTest extends Bridged {

    private static final String KEY = "test.failing";

    private final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    private final Queue<Object> dropped = new ConcurrentLinkedQueue<>();
    private Registration reports;

    @BeforeEach
    void watch() {
        reports = AmbientRegistry.global().reportTo(problems::add);
        Hooks.onErrorDropped(dropped::add);
        Hooks.onNextDropped(dropped::add);
    }

    @AfterEach
    void stopWatching() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        reports.close();
        assertThat(dropped).as("dropped signals").isEmpty();
    }

    /** The call in which an accessor fails. */
    enum Failing {
        READ,
        WRITE,
        CLEAR,
        RESTORE,
        EVERYTHING
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_a_failing_accessor_stops_no_signal(Failing failing) {
        Accessor accessor = new Accessor(failing);
        if (failing == Failing.CLEAR) { // what is there is on the thread, and not in the flow
            workers.onEachThread(() -> {
                accessor.holder.set("there");
                return null;
            });
        } else {
            accessor.holder.set("here");
        }
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
        accessor.fails = true;
        allSignalsArriveOnce();
        accessor.fails = false;
        accessor.holder.remove();
        assertThat(problems).isNotEmpty();
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.ACCESSOR_FAILED);
    }

    @Test
    void rule_14_a_failing_change_listener_stops_no_signal() {
        Registration listener = REQUEST_ID.onChange((previous, current, cause) -> {
            throw new IllegalStateException("on purpose");
        });
        try (listener) {
            allSignalsArriveOnce();
        }
        assertThat(problems).isNotEmpty();
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.LISTENER_FAILED);
    }

    @Test
    void rule_14_a_change_listener_that_throws_an_error_stops_no_signal() {
        Registration listener = REQUEST_ID.onChange((previous, current, cause) -> {
            throw new AssertionError("on purpose");
        });
        try (listener) {
            allSignalsArriveOnce();
        }
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.LISTENER_FAILED);
    }

    @Test
    void rule_14_a_failing_reporter_stops_no_signal() {
        Registration reporter = AmbientRegistry.global().reportTo(problem -> {
            throw new IllegalStateException("on purpose");
        });
        Registration listener = REQUEST_ID.onChange((previous, current, cause) -> {
            throw new IllegalStateException("on purpose");
        });
        try (reporter;
                listener) {
            allSignalsArriveOnce();
        }
    }

    @Test
    void rule_14_a_plain_entry_of_a_foreign_key_that_its_accessor_refuses_stops_no_signal() {
        Accessor accessor = new Accessor(Failing.WRITE);
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
        accessor.fails = true;
        List<Integer> items = Flux.range(1, 3)
                .publishOn(workers.scheduler())
                .contextWrite(context -> context.put(KEY, "refused"))
                .collectList()
                .block();
        assertThat(items).containsExactly(1, 2, 3);
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.ACCESSOR_FAILED);
    }

    @Test
    void an_error_of_the_flow_stays_that_error_and_comes_once() {
        AtomicInteger errors = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("on purpose");
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.from(new Elsewhere(emitters::execute, 3))
                        .map(item -> {
                            if (item == 2) {
                                throw failure;
                            }
                            return item;
                        })
                        .publishOn(workers.scheduler())
                        .doOnError(e -> errors.incrementAndGet())
                        .subscribe(end));
        assertThat(end.failure()).isSameAs(failure);
        assertThat(end.items()).containsExactly(1);
        assertThat(errors).hasValue(1);
    }

    private void allSignalsArriveOnce() {
        List<Supplier<Flux<Integer>>> flows = List.of(
                () -> Flux.range(1, 100).publishOn(workers.scheduler()),
                () -> Flux.range(1, 100).subscribeOn(workers.scheduler()),
                () -> Flux.from(new Elsewhere(emitters::execute, 100)),
                () -> Flux.range(1, 100).concatMap(item -> Mono.just(item).publishOn(workers.scheduler())),
                () -> Flux.range(1, 100)
                        .publishOn(workers.scheduler())
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2")),
                () -> Flux.range(1, 100).share());
        for (Supplier<Flux<Integer>> flow : flows) {
            End end = new End();
            Ambient.where(REQUEST_ID, "r-1")
                    .run(() -> flow.get().map(item -> item).subscribe(end));
            end.awaitCompleted();
            assertThat(end.items()).hasSize(100).doesNotHaveDuplicates();
        }
    }

    private static final class Accessor implements ThreadLocalAccessor<String> {

        private final ThreadLocal<String> holder = new ThreadLocal<>();
        private final Failing failing;
        private volatile boolean fails;

        Accessor(Failing failing) {
            this.failing = failing;
        }

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public String getValue() {
            fail(Failing.READ);
            return holder.get();
        }

        @Override
        public void setValue(String value) {
            fail(Failing.WRITE);
            holder.set(value);
        }

        @Override
        public void setValue() {
            fail(Failing.CLEAR);
            holder.remove();
        }

        @Override
        public void restore(String previous) {
            fail(Failing.RESTORE);
            holder.set(previous);
        }

        @Override
        public void restore() {
            fail(Failing.RESTORE);
            holder.remove();
        }

        private void fail(Failing now) {
            if (fails && (failing == now || failing == Failing.EVERYTHING)) {
                throw new IllegalStateException("on purpose: " + now);
            }
        }
    }
}
