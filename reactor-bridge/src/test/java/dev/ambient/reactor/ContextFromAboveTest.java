/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** A subscriber that returns the Context of its source as its own, as the subscriber of reactor-netty's server does. */
class ContextFromAboveTest extends Bridged {

    private static final class Server implements CoreSubscriber<Object> {

        private Context context = Context.of("key", "value");

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void rule_14_the_Context_can_be_asked_for_after_the_end() {
        Server server = new Server();
        Sinks.One<Integer> sink = Sinks.one();
        Mono<Integer> flow = Mono.deferContextual(context -> {
                    server.context = Context.of(context);
                    return sink.asMono();
                })
                .doOnSuccess(item -> {});
        Ambient.where(REQUEST_ID, "r-1").run(() -> flow.subscribe(server));
        assertThat(server.context.<String>get("key")).isEqualTo("value");
        sink.tryEmitValue(1);
        assertThat(server.context.getOrDefault("other", "none")).isEqualTo("none");
        assertThat(server.context.hasKey("key")).isTrue();
    }

    @Test
    void rule_14_the_Context_can_be_asked_for_through_several_boundaries() {
        Server server = new Server();
        Sinks.One<Integer> sink = Sinks.one();
        Mono<Integer> flow = Mono.deferContextual(context -> {
                    server.context = Context.of(context);
                    return sink.asMono().map(item -> item).publishOn(workers.scheduler());
                })
                .flatMap(Mono::just)
                .contextWrite(Context.of("more", "entries"))
                .doOnSuccess(item -> {});
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flow.doFinally(signal -> end.onComplete()).subscribe(server));
        sink.tryEmitValue(1);
        end.awaitCompleted();
        workers.onEachThread(() -> null);
        assertThat(server.context.getOrDefault("other", "none")).isEqualTo("none");
    }
}
