/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import io.micrometer.context.ThreadLocalAccessor;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 14: when context handling fails, no signal is lost, doubled or turned into an error. */
class FailureTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();

    @BeforeEach
    void listen() {
        registrations.add(AmbientRegistry.global().reportTo(problems::add));
    }

    @AfterEach
    void stopListening() {
        registrations.forEach(Registration::close);
    }

    /** Where an accessor throws. */
    enum Throws {
        WHEN_READ,
        WHEN_SET,
        WHEN_CLEARED,
        ALWAYS
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failingAccessors")
    void rule_14_an_accessor_that_throws_changes_no_signal(
            Throws when, Throwable failure, String name, BiFunction<Seen, Workers, Flowable<?>> flow) {
        FailingAccessor accessor = new FailingAccessor(when, failure);
        registrations.add(AmbientRegistry.global().register(accessor));
        registrations.add(accessor.foreign::remove);
        accessor.foreign.set("the caller's");
        for (int times = 0; times < 5; times++) {
            check(flow);
        }
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.ACCESSOR_FAILED);
            assertThat(problem.cause()).isSameAs(failure);
        });
    }

    static Stream<Arguments> failingAccessors() {
        return Stream.of(Throws.values())
                .flatMap(when -> Stream.of(new IllegalStateException("accessor"), new AssertionError("accessor"))
                        .flatMap(failure ->
                                flows().map(row -> Arguments.of(when, failure, row.get()[0], row.get()[1]))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_14_a_change_listener_that_throws_changes_no_signal(
            String name, BiFunction<Seen, Workers, Flowable<?>> flow) {
        registrations.add(VALUE.onChange((previous, current, cause) -> {
            throw new IllegalStateException("listener");
        }));
        for (int times = 0; times < 5; times++) {
            check(flow);
        }
        assertThat(problems).isNotEmpty().allMatch(problem -> problem.kind() == Problem.Kind.LISTENER_FAILED);
    }

    private static void check(BiFunction<Seen, Workers, Flowable<?>> flow) {
        Seen seen = new Seen();
        RecordingObserver observer = new RecordingObserver(seen);
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow")
                    .run(() -> flow.apply(seen, workers)
                            .doFinally(() -> seen.at("doFinally"))
                            .subscribe(observer));
            seen.awaitCalls("doFinally");
        }
        assertThat(observer.failure()).isNull();
        assertThat(observer.items()).containsExactly(1, 2, 3);
        assertThat(observer.ends()).isEqualTo(1);
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    static Stream<Arguments> flows() {
        return Stream.of(
                row(
                        "Flowable",
                        (s, w) -> Origin.BARE_THREAD.flowable(w).observeOn(w.io).map(x -> s.at("map", x))),
                row(
                        "conditional",
                        (s, w) -> Flowable.range(1, 3).observeOn(w.io).filter(x -> s.at("filter", true))),
                row(
                        "Observable",
                        (s, w) -> Origin.OTHERS_THREAD
                                .observable(w)
                                .observeOn(w.computation)
                                .doOnNext(x -> s.at("doOnNext"))
                                .toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER)),
                row(
                        "Single",
                        (s, w) -> Origin.DIRECT_BARE
                                .single(w)
                                .subscribeOn(w.executor)
                                .flatMapPublisher(x -> s.at("flatMap", Flowable.range(x, 3)))),
                row(
                        "Maybe",
                        (s, w) -> Origin.BARE_THREAD
                                .maybe(w)
                                .observeOn(w.newThread)
                                .toFlowable()
                                .concatWith(Flowable.just(2, 3))
                                .map(x -> s.at("map", x))),
                row(
                        "Completable",
                        (s, w) -> Origin.BARE_THREAD
                                .completable(w)
                                .observeOn(w.single)
                                .andThen(Flowable.range(1, 3))
                                .map(x -> s.at("map", x))),
                row(
                        "with",
                        (s, w) -> Origin.BARE_THREAD
                                .flowable(w)
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .map(x -> s.at("map", x))),
                row(
                        "retry",
                        (s, w) -> Flowable.just(1, 2, 3)
                                .observeOn(w.io)
                                .concatWith(Flowable.error(new IllegalStateException("on purpose")))
                                .onErrorComplete()
                                .retry(2)));
    }

    private static Arguments row(String name, BiFunction<Seen, Workers, Flowable<?>> flow) {
        return Arguments.of(name, flow);
    }

    private static final class FailingAccessor implements ThreadLocalAccessor<String> {

        private final ThreadLocal<String> foreign = new ThreadLocal<>();
        private final Throws when;
        private final Throwable failure;

        FailingAccessor(Throws when, Throwable failure) {
            this.when = when;
            this.failure = failure;
        }

        @Override
        public Object key() {
            return "failing";
        }

        @Override
        public String getValue() {
            failIf(Throws.WHEN_READ);
            return foreign.get();
        }

        @Override
        public void setValue(String value) {
            failIf(Throws.WHEN_SET);
            foreign.set(value);
        }

        @Override
        public void setValue() {
            failIf(Throws.WHEN_CLEARED);
            foreign.remove();
        }

        private void failIf(Throws now) {
            if (when == now || when == Throws.ALWAYS) {
                FailingAccessor.<RuntimeException>sneak(failure);
            }
        }

        @SuppressWarnings("unchecked")
        private static <X extends Throwable> void sneak(Throwable failure) throws X {
            throw (X) failure;
        }
    }
}
