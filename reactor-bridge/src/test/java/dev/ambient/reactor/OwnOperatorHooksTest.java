/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;

/**
 * Rule 15: a library whose hook adds operators of its own, which signal on a thread that works for another request. The table does not
 * know them, so each has a boundary.
 */
class OwnOperatorHooksTest {

    private final Seen seen = new Seen();
    private Registration bridge;
    private Pool workers;
    private Pool emitters;

    /** Which hook was installed first, and which of Reactor's hooks the other library uses. */
    enum Order {
        OTHERS_BEFORE_INSTALL,
        /** Then the library's operator is below the boundary, until the bridge's hook is moved behind it. */
        OTHERS_AFTER_INSTALL_AND_INSTALLED_ONCE_MORE
    }

    @BeforeEach
    void start() {
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
    }

    @AfterEach
    void stop() {
        Hooks.resetOnEachOperator("other");
        Hooks.resetOnLastOperator("other");
        bridge.close();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_values_are_right_between_operators_that_others_put_in(Order order) {
        both(order, () -> Hooks.onEachOperator("other", this::around));
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_values_are_right_below_an_operator_that_others_put_in_last(Order order) {
        both(order, () -> Hooks.onLastOperator("other", this::around));
    }

    private void both(Order order, Runnable others) {
        if (order == Order.OTHERS_BEFORE_INSTALL) {
            others.run();
        }
        bridge = ReactorBridge.install();
        if (order == Order.OTHERS_AFTER_INSTALL_AND_INSTALLED_ONCE_MORE) {
            others.run();
            ReactorBridge.install().close();
        }
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.from(new Elsewhere(emitters::execute, 3))
                        .map(seen.same("map"))
                        .filter(seen.test("filter", item -> true))
                        .publishOn(workers.scheduler())
                        .map(seen.same("after a hop"))
                        .flatMap(item -> Flux.just(item).hide().map(seen.same("inner")))
                        .doOnComplete(seen.run("doOnComplete"))
                        .subscribe(end));
        end.awaitCompleted();
        assertThat(end.items()).isEqualTo(List.of(1, 2, 3));
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    private Publisher<Object> around(Publisher<Object> publisher) {
        return publisher instanceof Flux<Object> flux && !(publisher instanceof Callable)
                ? new OtherOperator(flux)
                : publisher;
    }

    private final class OtherOperator extends FluxOperator<Object, Object> {

        OtherOperator(Flux<Object> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super Object> actual) {
            source.subscribe(new CoreSubscriber<Object>() {
                @Override
                public Context currentContext() {
                    return actual.currentContext();
                }

                @Override
                public void onSubscribe(Subscription subscription) {
                    elsewhere(() -> actual.onSubscribe(subscription));
                }

                @Override
                public void onNext(Object item) {
                    elsewhere(() -> actual.onNext(item));
                }

                @Override
                public void onError(Throwable failure) {
                    elsewhere(() -> actual.onError(failure));
                }

                @Override
                public void onComplete() {
                    elsewhere(actual::onComplete);
                }
            });
        }

        private void elsewhere(Runnable signal) {
            emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(signal));
        }
    }
}
