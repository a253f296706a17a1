/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;

/** Rule 2 for RxJava's error handler, which gets errors that come too late for their flow. */
class UndeliverableTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    @BeforeEach
    void handle() {
        RxJavaPlugins.setErrorHandler(failure -> seen.at("error handler"));
    }

    /** Flows of each type. The source fails when the test says so, on any thread. */
    static Stream<Arguments> flows() {
        return Stream.of(
                flow(
                        "Flowable",
                        (s, fail) -> Flowable.fromPublisher(x -> {
                                    x.onSubscribe(new Idle());
                                    fail.accept(x::onError);
                                })
                                .map(x -> x)
                                .subscribe()),
                flow(
                        "Observable",
                        (s, fail) -> Observable.unsafeCreate(x -> {
                                    x.onSubscribe(Disposable.empty());
                                    fail.accept(x::onError);
                                })
                                .map(x -> x)
                                .subscribe()),
                flow(
                        "Single",
                        (s, fail) -> Single.unsafeCreate(x -> {
                                    x.onSubscribe(Disposable.empty());
                                    fail.accept(x::onError);
                                })
                                .map(x -> x)
                                .subscribe()),
                flow(
                        "Maybe",
                        (s, fail) -> Maybe.unsafeCreate(x -> {
                                    x.onSubscribe(Disposable.empty());
                                    fail.accept(x::onError);
                                })
                                .map(x -> x)
                                .subscribe()),
                flow(
                        "Completable",
                        (s, fail) -> Completable.unsafeCreate(x -> {
                                    x.onSubscribe(Disposable.empty());
                                    fail.accept(x::onError);
                                })
                                .subscribe()));
    }

    /** A source that fails at any time, whether or not it was requested or cancelled. */
    private static final class Idle implements Subscription {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    }

    private static Arguments flow(String name, BiFunction<Seen, Consumer<Consumer<Throwable>>, Disposable> flow) {
        return Arguments.of(name, flow);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_2_an_error_from_a_bare_thread_after_dispose_is_handled_where_its_flow_is(
            String name, BiFunction<Seen, Consumer<Consumer<Throwable>>, Disposable> flow) throws Exception {
        AtomicReference<Consumer<Throwable>> fail = new AtomicReference<>();
        Disposable disposable = Ambient.where(VALUE, "flow").call(() -> flow.apply(seen, fail::set));
        try (Workers workers = new Workers()) {
            workers.bare
                    .submit(() -> {
                        disposable.dispose();
                        fail.get().accept(new IllegalStateException("too late"));
                    })
                    .get();
        }
        assertThat(seen.names()).containsExactly("error handler");
        assertThat(seen.values()).containsExactly("flow");
    }

    @Test
    void an_error_without_a_handler_for_it_is_handled_in_its_flow() {
        Ambient.where(VALUE, "flow")
                .run(() -> Single.error(new IllegalStateException("unhandled")).subscribe());
        assertThat(seen.values()).containsExactly("flow");
    }

    @Test
    void blocking_where_that_is_forbidden_fails_as_without_the_bridge() {
        RxJavaPlugins.setFailOnNonBlockingScheduler(true);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> {
                Schedulers.computation().scheduleDirect(() -> {
                    try {
                        boolean ended = Completable.never().blockingAwait(10, TimeUnit.SECONDS);
                        failure.set(new AssertionError("it may block, and ended: " + ended));
                    } catch (IllegalStateException e) {
                        failure.set(e);
                    }
                    seen.at("blocked");
                });
                workers.io.scheduleDirect(() -> seen.at(
                        "may block " + Single.just(1).observeOn(workers.single).blockingGet()));
            });
            seen.awaitCalls("blocked", "may block 1");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    throw failure.get();
                })
                .withMessageContaining("blocking");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
        assertThat(RxJavaPlugins.isFailOnNonBlockingScheduler()).isTrue();
    }
}
