/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** A callback that throws through the boundary leaves the thread as it was, although the contract forbids it to throw. */
class ThrowingCallbackTest extends Bridged {

    /** The call in which it throws. */
    enum At {
        ON_SUBSCRIBE,
        ON_NEXT,
        ON_ERROR,
        ON_COMPLETE,
        REQUEST,
        CANCEL
    }

    private Subscriber<? super Integer> source;
    private Subscription target;

    @ParameterizedTest
    @EnumSource
    void rule_7_the_thread_is_as_it_was_after_a_callback_that_throws(At at) {
        Flux<Integer> flux = Flux.from(subscriber -> source = subscriber);
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(new Throwing(at)));
        Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(() -> {
            if (at == At.ON_SUBSCRIBE) {
                throwsAndRestores(this::start);
                return;
            }
            start();
            throwsAndRestores(
                    switch (at) {
                        case ON_NEXT -> () -> source.onNext(1);
                        case ON_ERROR -> () -> source.onError(new IllegalStateException("of the flow"));
                        case ON_COMPLETE -> source::onComplete;
                        case REQUEST -> () -> target.request(1);
                        default -> target::cancel;
                    });
        });
    }

    @Test
    void rule_7_the_thread_is_as_it_was_after_a_subscribe_that_throws() {
        Flux<Integer> flux = Flux.<Integer>from(subscriber -> {
                    REQUEST_ID.set("changed");
                    throw Exceptions.bubble(new IllegalStateException("on purpose"));
                })
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"));
        Mono<Integer> mono = new MonoOperator<Integer, Integer>(Mono.never()) {
            @Override
            public void subscribe(CoreSubscriber<? super Integer> actual) {
                REQUEST_ID.set("changed");
                throw Exceptions.bubble(new IllegalStateException("on purpose"));
            }
        };
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            throwsAndRestores(flux::subscribe, "r-1");
            throwsAndRestores(mono::subscribe, "r-1");
            throwsAndRestores(() -> ReactorBridge.bridge(mono).subscribe(), "r-1");
        });
    }

    private void start() {
        source.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                fail(At.REQUEST, At.REQUEST);
            }

            @Override
            public void cancel() {
                fail(At.CANCEL, At.CANCEL);
            }
        });
    }

    private static void throwsAndRestores(Runnable call) {
        throwsAndRestores(call, Elsewhere.OTHER);
    }

    private static void throwsAndRestores(Runnable call, String value) {
        assertThatThrownBy(call::run).hasStackTraceContaining("on purpose");
        assertThat(REQUEST_ID.get()).isEqualTo(value);
    }

    private static void fail(At here, At at) {
        assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        REQUEST_ID.set("changed");
        if (here == at) {
            throw new IllegalStateException("on purpose");
        }
    }

    private final class Throwing implements CoreSubscriber<Integer> {

        private final At at;

        Throwing(At at) {
            this.at = at;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            target = subscription;
            fail(At.ON_SUBSCRIBE, at);
        }

        @Override
        public void onNext(Integer item) {
            fail(At.ON_NEXT, at);
        }

        @Override
        public void onError(Throwable failure) {
            fail(At.ON_ERROR, at);
        }

        @Override
        public void onComplete() {
            fail(At.ON_COMPLETE, at);
        }
    }
}
