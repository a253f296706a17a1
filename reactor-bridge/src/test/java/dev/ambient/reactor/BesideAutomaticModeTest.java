/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/** The bridge with Reactor's automatic mode on, before or after: the last subscriber's callbacks are right as well. */
class BesideAutomaticModeTest {

    private static final Ambient<String> REQUEST = Ambient.named("request");

    private static final Map<String, Function<Flux<Integer>, Flux<Integer>>> FLOWS = Map.of(
            "just", flux -> Flux.just(1),
            "plain", flux -> flux,
            "hide", Flux::hide,
            "publishOn", flux -> flux.publishOn(Schedulers.parallel()),
            "delay", flux -> flux.delayElements(Duration.ofMillis(1)),
            "shared", flux -> flux.delayElements(Duration.ofMillis(1)).publish().refCount(1));

    @AfterEach
    void off() {
        Hooks.disableAutomaticContextPropagation();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "just,true", "plain,true", "hide,true", "publishOn,true", "delay,true", "shared,true",
        "just,false", "plain,false", "hide,false", "publishOn,false", "delay,false", "shared,false"
    })
    void rule_2_each_callback_of_the_subscriber_sees_its_value(String flow, boolean automaticFirst) throws Exception {
        if (automaticFirst) {
            Hooks.enableAutomaticContextPropagation();
        }
        Registration bridge = ReactorBridge.install();
        if (!automaticFirst) {
            Hooks.enableAutomaticContextPropagation();
        }
        try {
            List<String> seen = new CopyOnWriteArrayList<>();
            CountDownLatch ended = new CountDownLatch(1);
            Flux<Integer> flux = FLOWS.get(flow).apply(Flux.range(1, 2)).map(i -> {
                seen.add("map " + REQUEST.get());
                return i;
            });
            Ambient.where(REQUEST, "r-17")
                    .run(() -> flux.subscribe(new BaseSubscriber<>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            seen.add("onSubscribe " + REQUEST.get());
                            requestUnbounded();
                        }

                        @Override
                        protected void hookOnNext(Integer item) {
                            seen.add("onNext " + REQUEST.get());
                        }

                        @Override
                        protected void hookOnComplete() {
                            seen.add("onComplete " + REQUEST.get());
                            ended.countDown();
                        }
                    }));
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen)
                    .contains("onSubscribe r-17", "map r-17", "onNext r-17", "onComplete r-17")
                    .allSatisfy(each -> assertThat(each).endsWith(" r-17"));
        } finally {
            bridge.close();
        }
    }
}
