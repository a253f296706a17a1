/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Operators that ask the program for a source, or subscribe to one after the other, without a hook of Reactor's in between. */
class RemadeOperatorsTest extends Bridged {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private record Operator(String name, Function<Mono<Integer>, Mono<Integer>> on) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Operator> operators() {
        return Stream.of(
                new Operator("MonoFlatMap", inner -> Mono.just(1).hide().flatMap(item -> inner)),
                new Operator("MonoDefer", inner -> Mono.defer(() -> inner)),
                new Operator("MonoDeferContextual", inner -> Mono.deferContextual(context -> inner)),
                new Operator("MonoIgnoreThen", inner -> Mono.just(1).hide().then(inner)),
                new Operator("MonoIgnoreThen", inner -> inner.then(Mono.just(1).hide())),
                new Operator("MonoIgnoreThen", inner -> inner.then(inner).then(inner)));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void rule_2_what_another_thread_emits_into_the_source_arrives_in_the_flows_context(Operator operator) {
        Sinks.One<Integer> sink = Sinks.one(); // passes no hook
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> operator.on
                        .apply(sink.asMono())
                        .map(item -> {
                            seen.add(REQUEST_ID.orElse("none"));
                            return item;
                        })
                        .subscribe(end));
        Ambient.where(REQUEST_ID, "the emitter's").run(() -> sink.tryEmitValue(1));
        end.awaitCompleted();
        assertThat(seen).containsExactly("r-1");
    }

    @ParameterizedTest
    @MethodSource("operators")
    void rule_2_so_it_does_in_a_flow_from_before_install(Operator operator) {
        bridge.close();
        Sinks.One<Integer> sink = Sinks.one();
        End end = new End();
        Mono<Integer> before = operator.on.apply(sink.asMono().doOnNext(item -> seen.add(REQUEST_ID.orElse("none"))));
        bridge = ReactorBridge.install();
        Ambient.where(REQUEST_ID, "r-1").run(() -> before.subscribe(end));
        Ambient.where(REQUEST_ID, "the emitter's").run(() -> sink.tryEmitValue(1));
        end.awaitCompleted();
        assertThat(seen).isNotEmpty().containsOnly("r-1");
    }

    @ParameterizedTest
    @MethodSource("operators")
    void rule_16_the_operator_is_of_its_class_and_is_assembled_once(Operator operator) {
        Mono<Integer> inner = Mono.just(1).hide();
        AtomicInteger assembled = new AtomicInteger();
        Hooks.onEachOperator("test", publisher -> {
            assembled.incrementAndGet();
            return publisher;
        });
        try {
            Mono<Integer> mono = operator.on.apply(inner);
            Object reactors = mono instanceof MonoBoundary<?> boundary ? boundary.source() : mono;
            assertThat(reactors.getClass().getSimpleName()).isEqualTo(operator.name);
        } finally {
            Hooks.resetOnEachOperator("test");
        }
        int withBridge = assembled.get();
        bridge.close();
        Hooks.onEachOperator("test", publisher -> {
            assembled.incrementAndGet();
            return publisher;
        });
        try {
            assertThat(operator.on.apply(inner)).isNotNull();
        } finally {
            Hooks.resetOnEachOperator("test");
        }
        assertThat(withBridge).isEqualTo(assembled.get() - withBridge);
    }

    @Test
    void rule_1_a_callable_does_not_see_what_the_source_before_it_has_set() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Mono.just(1)
                        .doOnNext(item -> REQUEST_ID.set("set"))
                        .then(Mono.fromRunnable(() -> seen.add(REQUEST_ID.orElse("none"))))
                        .then(Mono.just(1).doOnNext(item -> REQUEST_ID.set("set")))
                        .then(Mono.fromCallable(() -> seen.add(REQUEST_ID.orElse("none"))))
                        .subscribe());
        assertThat(seen).containsExactly("r-1", "r-1");
    }

    @Test
    void rule_1_sources_in_turn_do_not_see_what_the_one_before_has_set() {
        Mono<Integer> reads = Mono.defer(() -> {
            seen.add(REQUEST_ID.orElse("none"));
            return Mono.just(1);
        });
        Mono<Integer> sets = Mono.<Integer>empty().doOnSuccess(item -> REQUEST_ID.set("set"));
        Mono<Integer> fails =
                Mono.<Integer>error(new IllegalStateException("expected")).doOnError(failure -> REQUEST_ID.set("set"));
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            sets.switchIfEmpty(reads).subscribe();
            fails.onErrorResume(failure -> reads).subscribe();
            sets.concatWith(reads).subscribe();
            sets.then(reads).subscribe();
        });
        assertThat(seen).containsExactly("r-1", "r-1", "r-1", "r-1");
    }

    @Test
    void rule_1_a_mapper_does_not_see_what_the_source_before_it_has_set() {
        Mono<Integer> reads = Mono.just(1).flatMap(item -> {
            seen.add(REQUEST_ID.orElse("none"));
            return Mono.just(item);
        });
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Mono.just(1)
                        .doOnNext(item -> REQUEST_ID.set("set"))
                        .then(reads)
                        .doOnNext(item -> REQUEST_ID.set("set"))
                        .then(reads)
                        .subscribe());
        assertThat(seen).containsExactly("r-1", "r-1");
    }

    @Test
    void rule_1_the_next_attempt_does_not_see_what_a_mapper_has_set() {
        AtomicInteger attempts = new AtomicInteger();
        Function<Integer, Mono<Integer>> fails = item -> {
            seen.add(REQUEST_ID.orElse("none"));
            REQUEST_ID.set("set");
            return attempts.incrementAndGet() % 3 == 0
                    ? Mono.just(item)
                    : Mono.error(new IllegalStateException("expected"));
        };
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            Mono.just(1).flatMap(fails).retry(2).subscribe();
            Mono.just(1).flatMap(Mono::just).flatMap(fails).retry(2).subscribe();
            Mono.defer(() -> fails.apply(1)).retry(2).subscribe();
            Mono.just(1).then(Mono.just(1).flatMap(fails)).retry(2).subscribe();
        });
        assertThat(seen).hasSize(12).containsOnly("r-1");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // a program that gives what it must not
    void rule_16_what_is_no_mono_fails_as_without_the_bridge() {
        List<Object> given = Arrays.asList(null, "text");
        Supplier<List<String>> messages = () -> {
            List<String> failures = new CopyOnWriteArrayList<>();
            given.forEach(source -> Stream.<Mono<?>>of(
                            Mono.just(1).hide().flatMap((Function) item -> source),
                            Mono.defer((Supplier) () -> source),
                            Mono.deferContextual((Function) context -> source))
                    .forEach(mono -> mono.subscribe(item -> {}, failure -> failures.add(failure.getMessage()))));
            return failures;
        };
        List<String> withBridge = messages.get();
        bridge.close();
        assertThat(withBridge)
                .hasSize(6)
                .contains("The mapper returned a null Mono")
                .isEqualTo(messages.get());
    }

    static Stream<Operator> innerSources() {
        return Stream.of(
                new Operator("MonoZip", sink -> Mono.zip(sink, sink, Integer::sum)),
                new Operator("MonoWhen", sink -> Mono.when(sink).thenReturn(1)),
                new Operator("MonoName", sink -> sink.name("named")),
                new Operator(
                        "MonoName of a MonoZip",
                        sink -> Mono.zip(sink, sink, Integer::sum).name("named")));
    }

    @ParameterizedTest
    @MethodSource("innerSources")
    void rule_2_an_inner_source_that_leaves_its_boundary_to_the_operator_below_has_one(Operator inner) {
        operators().forEach(operator -> {
            Sinks.One<Integer> sink = Sinks.one();
            End end = new End();
            Ambient.where(REQUEST_ID, "r-1")
                    .run(() -> operator.on
                            .apply(inner.on.apply(sink.asMono()))
                            .map(item -> {
                                seen.add(REQUEST_ID.orElse("none"));
                                return item;
                            })
                            .subscribe(end));
            Ambient.where(REQUEST_ID, "the emitter's").run(() -> sink.tryEmitValue(1));
            end.awaitCompleted();
        });
        assertThat(seen).isNotEmpty().containsOnly("r-1");
    }

    static Stream<Mono<Integer>> failing() {
        return Stream.of(
                Mono.error(() -> {
                    throw new IllegalStateException("expected");
                }),
                Mono.fromCallable(() -> {
                    throw new AssertionError("expected");
                }),
                Mono.fromSupplier(() -> {
                    throw new AssertionError("expected");
                }),
                Mono.fromRunnable(() -> {
                    throw new AssertionError("expected");
                }));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void rule_16_a_callable_that_fails_on_another_thread_fails_its_flow(Mono<Integer> failing) {
        End last = new End();
        Mono.just(1).publishOn(workers.scheduler()).then(failing).subscribe(last);
        assertThat(last.failure()).hasMessage("expected");
        End ignored = new End();
        Mono.just(1)
                .publishOn(workers.scheduler())
                .then(failing)
                .then(Mono.just(2))
                .subscribe(ignored);
        assertThat(ignored.failure()).hasMessage("expected");
    }

    @Test
    void rule_16_the_hook_for_errors_is_called_for_a_callable() {
        Hooks.onOperatorError("test", (failure, item) -> new IllegalStateException("from the hook"));
        try {
            Stream.<Mono<Integer>>of(Mono.error(() -> new IllegalStateException("expected")), Mono.fromCallable(() -> {
                        throw new IllegalStateException("expected");
                    }))
                    .forEach(failing -> {
                        End end = new End();
                        Mono.just(1).hide().then(failing).subscribe(end);
                        assertThat(end.failure()).hasMessage("from the hook");
                    });
        } finally {
            Hooks.resetOnOperatorError("test");
        }
    }

    @Test
    void rule_16_callables_in_turn_take_no_stack() {
        AtomicInteger run = new AtomicInteger();
        Mono<Integer> mono = Mono.just(1).hide();
        for (int i = 0; i < 5_000; i++) {
            mono = mono.then(Mono.fromCallable(run::incrementAndGet));
        }
        End end = new End();
        mono.subscribe(end);
        end.awaitCompleted();
        assertThat(end.items()).containsExactly(5_000);
    }

    @Test
    void rule_1_a_callable_does_not_see_what_the_source_before_it_has_set_as_it_ended() {
        Mono<Integer> sets = Mono.just(1).hide().doOnSuccess(item -> REQUEST_ID.set("set"));
        Mono<Object> calls = Mono.fromRunnable(() -> {
            seen.add(REQUEST_ID.orElse("none"));
            REQUEST_ID.set("set");
        });
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            sets.then(calls).subscribe();
            sets.then(Mono.just(1)).then(calls).subscribe();
            sets.then(sets).then(calls).then(calls).subscribe();
            calls.then(calls).subscribe();
        });
        assertThat(seen).hasSize(6).containsOnly("r-1");
    }

    @Test
    void rule_5_what_a_mapper_has_set_ends_with_its_signal_whatever_subscribes() {
        Function<Sinks.One<Integer>, Mono<Integer>> flow =
                sink -> Flux.range(1, 3).next().flatMap(item -> {
                    REQUEST_ID.set("set");
                    return sink.asMono().map(value -> {
                        seen.add(REQUEST_ID.orElse("none"));
                        return value;
                    });
                });
        Sinks.One<Integer> sink = Sinks.one();
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            flow.apply(sink).cache().subscribe();
            flow.apply(sink).share().subscribe();
            flow.apply(sink).subscribe((CoreSubscriber<? super Integer>) new BaseSubscriber<Integer>() {});
        });
        sink.tryEmitValue(1);
        assertThat(seen).containsExactly("r-1", "r-1", "r-1");
    }

    @Test
    void rule_5_what_a_mapper_has_set_is_taken_back_where_its_source_is_a_callable() {
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            Mono.fromCallable(() -> 1)
                    .flatMap(item -> {
                        REQUEST_ID.set("set");
                        return Mono.just(item);
                    })
                    .subscribe((CoreSubscriber<? super Integer>) new BaseSubscriber<Integer>() {});
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
    }

    @Test
    @SuppressWarnings("unchecked") // a Mono of another Reactor is a Publisher
    void rule_16_an_operator_of_another_reactor_is_a_publisher_like_any_other() throws Exception {
        ClassLoader shared = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (!name.startsWith("org.")) {
                    throw new ClassNotFoundException(name);
                }
                return getClass().getClassLoader().loadClass(name);
            }
        };
        URL reactor = Flux.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new URLClassLoader(new URL[] {reactor}, shared)) {
            Class<?> mono = other.loadClass(Mono.class.getName());
            assertThat(mono).isNotSameAs(Mono.class);
            Object inner = mono.getMethod("just", Object.class).invoke(null, 1);
            Method then = mono.getMethod("then", mono);
            Object hidden = mono.getMethod("hide").invoke(inner);
            Function<Object, Object> toInner = any -> inner;
            Supplier<Object> supplier = () -> inner;
            for (Object operator : List.of(
                    mono.getMethod("flatMap", Function.class).invoke(hidden, toInner),
                    mono.getMethod("defer", Supplier.class).invoke(null, supplier),
                    mono.getMethod("deferContextual", Function.class).invoke(null, toInner),
                    then.invoke(hidden, inner))) {
                End end = new End();
                Flux.from((Publisher<Integer>) operator).map(item -> item).subscribe(end);
                end.awaitCompleted();
                assertThat(end.items()).containsExactly(1);
            }
        }
    }

    @Test
    void operators_can_be_made_on_this_reactor() {
        assertThat(RemadeOperators.canBeMade()).isTrue();
    }
}
