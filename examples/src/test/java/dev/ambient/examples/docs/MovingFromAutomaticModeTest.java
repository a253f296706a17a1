/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The code of docs/moving/micrometer-automatic-mode.md, and what it says of both modes. */
@SuppressWarnings("try") // bridges are closed, not used
class MovingFromAutomaticModeTest extends Printing {

    @Nested
    class WithTheThreadLocal {

        static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

        @AfterEach
        void clean() {
            TENANT.remove();
            Hooks.disableAutomaticContextPropagation();
            ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
        }

        @Test
        void before() throws Exception {
            ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
            Hooks.enableAutomaticContextPropagation();

            TENANT.set("acme");
            Mono.just("order 4711")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(order -> print(TENANT.get()))
                    .block();
            assertThat(printed()).isEqualTo("acme");
        }

        @Test
        void after() throws Exception {
            ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
            Registration bridge = ReactorBridge.install();
            takeOutLater(bridge);

            TENANT.set("acme");
            Mono.just("order 4711")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(order -> print(TENANT.get()))
                    .block();
            assertThat(printed()).isEqualTo("acme");
        }

        /** What is written under an accessor's key in Reactor's Context. */
        private String written() {
            return Mono.fromSupplier(() -> String.valueOf(TENANT.get()))
                    .contextWrite(context -> context.put("tenant", "initech"))
                    .block();
        }

        @Test
        void an_entry_of_the_context_sets_the_thread_local_in_both() {
            ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
            try (Registration bridge = ReactorBridge.install()) {
                assertThat(written()).isEqualTo("initech");
            }
            assertThat(written()).isEqualTo("null");

            Hooks.enableAutomaticContextPropagation();
            assertThat(written()).isEqualTo("initech");
        }

        private void subscribe() {
            TENANT.set("acme");
            Mono.just("order 4711").publishOn(Schedulers.parallel()).subscribe(order -> print(TENANT.get()));
        }

        @Test
        void subscribe_with_a_lambda_captures_in_both() throws Exception {
            ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
            try (Registration bridge = ReactorBridge.install()) {
                subscribe();
                assertThat(printed()).isEqualTo("acme");
            }
            Hooks.enableAutomaticContextPropagation();
            subscribe();
            assertThat(printed()).isEqualTo("acme");
        }

        private void subscribeWith() {
            TENANT.set("acme");
            Mono.just("order 4711").hide().publishOn(Schedulers.parallel()).subscribeWith(new BaseSubscriber<>() {
                @Override
                protected void hookOnNext(String order) {
                    print(TENANT.get());
                }
            });
        }

        @Test
        void subscribe_with_a_subscriber_captures_in_both() throws Exception {
            ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
            try (Registration bridge = ReactorBridge.install()) {
                subscribeWith();
                assertThat(printed()).isEqualTo("acme");
            }
            Hooks.enableAutomaticContextPropagation();
            subscribeWith();
            assertThat(printed()).isEqualTo("acme");
        }
    }

    @Nested
    class WithAnAmbient {

        static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

        @Test
        void after() throws Exception {
            takeOutLater(ReactorBridge.install());

            Ambient.where(TENANT, "acme")
                    .run(() -> Mono.just("order 4711")
                            .publishOn(Schedulers.parallel())
                            .doOnNext(order -> print(TENANT.get()))
                            .block());
            assertThat(printed()).isEqualTo("acme");
        }
    }
}
