/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientContextAccessor;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A mistake of the program is reported once, with the key and what to do. Its flows go on. */
@SuppressWarnings("try") // a registration is there to be closed
class MisuseTest {

    private static final String KEY = AmbientContextAccessor.KEY;

    private final List<Problem> problems = new ArrayList<>();
    private Registration reports;

    @BeforeEach
    void watch() {
        MisuseReporter.reset();
        reports = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    void stopWatching() {
        reports.close();
        MisuseReporter.reset();
    }

    @Test
    void rule_14_something_else_under_our_key_is_absent_and_is_reported_once() {
        try (Registration bridge = ReactorBridge.install()) {
            for (int i = 0; i < 3; i++) {
                String seen = Ambient.where(REQUEST_ID, "r-1")
                        .call(() -> Mono.just(1)
                                .hide()
                                .map(one -> REQUEST_ID.get())
                                .contextWrite(Context.of(KEY, "not a context", "plain", "entry"))
                                .block());
                assertThat(seen).isEqualTo("r-1");
            }
            String put = Mono.just(1)
                    .hide()
                    .map(one -> REQUEST_ID.get())
                    .contextWrite(ReactorBridge.put(REQUEST_ID, "put"))
                    .contextWrite(Context.of(KEY, "not a context"))
                    .block();
            assertThat(put).isEqualTo("put");
            assertThat(ReactorBridge.get(Context.of(KEY, "not a context"), REQUEST_ID))
                    .isNull();
        }
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_ENTRY);
            assertThat(problem.message()).contains(KEY, "java.lang.String", "another key");
        });
    }

    @Test
    void rule_14_something_else_under_our_key_stops_no_signal_where_Micrometer_reads_it() {
        List<String> seen = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Flux.just(1)
                        .<String>handle((item, sink) -> sink.next("handled"))
                        .contextWrite(Context.of(KEY, "not a context"))
                        .collectList()
                        .block());
        assertThat(seen).containsExactly("handled");
        Hooks.enableAutomaticContextPropagation();
        try {
            assertThat(Mono.just(1)
                            .hide()
                            .map(one -> "automatic")
                            .contextWrite(Context.of(KEY, "not a context"))
                            .block())
                    .isEqualTo("automatic");
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
    }

    @Test
    void rule_14_a_Context_that_throws_stops_no_signal_and_is_reported_once() {
        try (Registration bridge = ReactorBridge.install()) {
            for (int i = 0; i < 2; i++) {
                List<String> seen = new ArrayList<>();
                Ambient.where(REQUEST_ID, "r-1")
                        .run(() -> Flux.just(1, 2)
                                .hide()
                                .map(item -> item + REQUEST_ID.get())
                                .subscribe(subscriber(seen, new Throwing())));
                assertThat(seen).containsExactly("1r-1", "2r-1");
            }
            List<String> seen = new ArrayList<>();
            Ambient.where(REQUEST_ID, "r-1")
                    .run(() -> Flux.just(1)
                            .hide()
                            .map(item -> item + REQUEST_ID.get())
                            .subscribe(subscriber(seen, null)));
            assertThat(seen).containsExactly("1r-1");
        }
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_ENTRY);
            assertThat(problem.message()).contains("MisuseTest", "currentContext()");
            assertThat(problem.cause()).isNotNull();
        });
    }

    @Test
    void put_without_the_bridge_is_reported_once_for_each_key() {
        for (int i = 0; i < 3; i++) {
            Mono.just(1).contextWrite(ReactorBridge.put(REQUEST_ID, "r-1")).block();
        }
        Mono.just(1).contextWrite(ReactorBridge.put(TENANT, "acme")).block();
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.NOT_INSTALLED);
        assertThat(problems).extracting(Problem::message).hasSize(2).allMatch(text -> text.contains("install()"));
        assertThat(problems.get(0).message()).contains("'requestId'");
        assertThat(problems.get(1).message()).contains("'tenant'");
    }

    @Test
    void put_in_automatic_mode_is_no_mistake() {
        Hooks.enableAutomaticContextPropagation();
        try {
            Mono.just(1).contextWrite(ReactorBridge.put(REQUEST_ID, "r-1")).block();
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void put_with_the_bridge_or_in_a_flow_that_is_bridged_by_hand_is_no_mistake() {
        try (Registration bridge = ReactorBridge.install()) {
            Mono.just(1).contextWrite(ReactorBridge.put(REQUEST_ID, "r-1")).block();
        }
        MisuseReporter.reset();
        ReactorBridge.bridge(Mono.just(1))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                .block();
        assertThat(problems).isEmpty();
    }

    @Test
    void a_key_that_is_put_itself_is_reported_once() {
        try (Registration bridge = ReactorBridge.install()) {
            for (int i = 0; i < 3; i++) {
                Mono.just(1)
                        .hide()
                        .contextWrite(context -> context.put(REQUEST_ID, "r-1"))
                        .block();
            }
        }
        assertThat(problems)
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("'requestId'", "ReactorBridge.put");
    }

    @Test
    void a_plain_entry_of_the_name_of_a_value_of_the_flow_is_reported_once() {
        try (Registration bridge = ReactorBridge.install()) {
            for (int i = 0; i < 3; i++) {
                Ambient.where(REQUEST_ID, "r-1")
                        .run(() -> Mono.just(1)
                                .hide()
                                .contextWrite(context -> context.put("requestId", "r-2"))
                                .block());
            }
            Ambient.where(TENANT, "acme")
                    .run(() -> Mono.just(1)
                            .hide()
                            .contextWrite(context -> context.put("tenant", "globex"))
                            .block());
        }
        assertThat(problems)
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("'requestId'", "mirrored()");
    }

    @Test
    void rule_9_put_of_null_says_what_to_call_and_putNonNull_leaves_the_value() {
        assertThatThrownBy(() -> ReactorBridge.put(REQUEST_ID, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("'requestId'")
                .hasMessageContaining("putNonNull");
        try (Registration bridge = ReactorBridge.install()) {
            Mono<String> seen = Mono.fromCallable(REQUEST_ID::get);
            Ambient.where(REQUEST_ID, "r-1").run(() -> {
                assertThat(seen.contextWrite(ReactorBridge.putNonNull(REQUEST_ID, null))
                                .block())
                        .isEqualTo("r-1");
                assertThat(seen.contextWrite(ReactorBridge.putNonNull(REQUEST_ID, "r-2"))
                                .block())
                        .isEqualTo("r-2");
            });
        }
        assertThat(problems).isEmpty();
    }

    private static CoreSubscriber<String> subscriber(List<String> seen, Context context) {
        return new BaseSubscriber<>() {
            @Override
            public Context currentContext() {
                return context;
            }

            @Override
            protected void hookOnNext(String item) {
                seen.add(item);
            }
        };
    }

    /** A subscriber with a mistake: its Context throws. */
    private static final class Throwing implements Context {

        @Override
        public <T> T get(Object key) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public boolean hasKey(Object key) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public int size() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Stream<Map.Entry<Object, Object>> stream() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Context put(Object key, Object value) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Context delete(Object key) {
            throw new IllegalStateException("on purpose");
        }
    }
}
