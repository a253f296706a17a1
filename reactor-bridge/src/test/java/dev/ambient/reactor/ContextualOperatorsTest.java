/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.SynchronousSink;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Operators that read Reactor's Context. Their callbacks see the flow's values. The view that they get has these values beside the
 * program's own keys. In some of these operators, Reactor's default mode restores thread-locals itself.
 */
class ContextualOperatorsTest {

    private final Seen seen = new Seen();
    private final Queue<String> views = new ConcurrentLinkedQueue<>();
    private Registration bridge;
    private Pool workers;
    private Pool emitters;

    /** Reactor's automatic mode, used beside the bridge. */
    enum Mode {
        DEFAULT,
        AUTOMATIC
    }

    @BeforeEach
    void start() {
        bridge = ReactorBridge.install();
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
    }

    @AfterEach
    void stop() {
        bridge.close();
        Hooks.disableAutomaticContextPropagation();
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
    void rule_2_handle_sees_the_value_and_its_sink_the_view(Mode mode) {
        run(
                mode,
                Flux.from(elsewhere())
                        .<Integer>handle(this::handled)
                        .flatMap(item -> Flux.from(elsewhere()).<Integer>handle(this::handled)));
        run(mode, Flux.range(1, 3).publishOn(workers.scheduler()).<Integer>handle(this::handled));
        run(mode, Mono.from(elsewhere()).<Integer>handle(this::handled).flux());
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_tap_sees_the_value_in_all_its_callbacks(Mode mode) {
        run(mode, Flux.from(elsewhere()).tap(Listener::new));
        run(mode, Flux.from(elsewhere()).tap(context -> {
            look("tap's generator", context);
            return new Listener();
        }));
        run(mode, Flux.range(1, 3).publishOn(workers.scheduler()).tap(Listener::new));
        run(mode, Mono.from(elsewhere()).tap(Listener::new).flux());
        assertThat(seen.values("doFinally")).hasSize(4);
        assertThat(seen.values("doAfterComplete")).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_deferContextual_sees_the_value_and_the_view(Mode mode) {
        run(
                mode,
                Flux.deferContextual(context -> {
                            look("Flux.deferContextual", context);
                            return Flux.from(elsewhere());
                        })
                        .map(seen.same("below")));
        run(
                mode,
                Mono.deferContextual(context -> {
                            look("Mono.deferContextual", context);
                            return Mono.from(elsewhere());
                        })
                        .flux());
        run(
                mode,
                Flux.from(elsewhere())
                        .concatMap(item -> Mono.deferContextual(context -> {
                                    look("inner deferContextual", context);
                                    return Mono.just(item);
                                })
                                .subscribeOn(workers.scheduler())));
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_transformDeferredContextual_sees_the_value_and_the_view(Mode mode) {
        run(
                mode,
                Flux.from(elsewhere())
                        .map(seen.same("above"))
                        .transformDeferredContextual((flux, context) -> {
                            look("Flux.transformDeferredContextual", context);
                            return flux.map(seen.same("put in by the transformer"));
                        })
                        .map(seen.same("below")));
        run(
                mode,
                Mono.from(elsewhere())
                        .transformDeferredContextual((mono, context) -> {
                            look("Mono.transformDeferredContextual", context);
                            return mono.map(seen.same("put in by the transformer"));
                        })
                        .flux());
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_what_tap_adds_to_the_context_is_there_upstream_only(Mode mode) {
        set(mode);
        Queue<String> above = new ConcurrentLinkedQueue<>();
        Queue<String> below = new ConcurrentLinkedQueue<>();
        Flux<Integer> flux = Flux.from(elsewhere())
                .doOnNext(item -> above.add("" + TENANT.get()))
                .doOnRequest(n -> above.add("" + TENANT.get()))
                .tap(() -> new DefaultSignalListener<>() {
                    @Override
                    public Context addToContext(Context context) {
                        return context.put("tenant", "added");
                    }
                })
                .doOnNext(item -> below.add("" + TENANT.get()))
                .doOnRequest(n -> below.add("" + TENANT.get()));
        Ambient.where(TENANT, "acme").run(flux::blockLast);
        assertThat(above).hasSize(4).containsOnly("added");
        assertThat(below).hasSize(4).containsOnly("acme");
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_a_flow_without_values_has_none_in_its_view(Mode mode) {
        set(mode);
        String view = Mono.from(elsewhere())
                .flatMap(item -> Mono.deferContextual(context -> Mono.just(TENANT.get()
                        + context.getOrDefault("tenant", " none ")
                        + ReactorBridge.get(context, REQUEST_ID)
                        + context.get("own"))))
                .contextWrite(Context.of("own", " mine"))
                .block();
        assertThat(view).isEqualTo("null none null mine");
    }

    @ParameterizedTest
    @EnumSource
    void rule_6_a_view_that_is_kept_brings_its_values_into_another_flow(Mode mode) {
        set(mode);
        ContextView kept = Ambient.where(REQUEST_ID, "r-1")
                .where(TENANT, "acme")
                .call(() -> Mono.deferContextual(context -> Mono.just(context))
                        .contextWrite(Context.of("own", "mine"))
                        .block());
        Flux<Integer> other = Flux.from(elsewhere())
                .doOnNext(item -> Mono.deferContextual(context -> {
                            look("subscribed by hand", context);
                            return Mono.empty();
                        })
                        .contextWrite(kept)
                        .subscribe());
        Ambient.where(REQUEST_ID, "r-2")
                .where(TENANT, "globex")
                .run(() -> other.doOnNext(seen.take("above"))
                        .contextWrite(kept)
                        .doOnNext(item -> views.add("below " + REQUEST_ID.get() + TENANT.get()))
                        .blockLast());
        seen.allSaw("r-1");
        assertThat(views).contains("below r-2globex").containsOnly("below r-2globex", VIEW);
    }

    /** What is read from a view: a key of the program's own, a mirrored value under its plain key and by get, any value by get. */
    private static final String VIEW = "own mine, tenant acme, get acme r-1, plain requestId false";

    private void look(String callback, ContextView context) {
        seen.at(callback);
        views.add("own " + context.getOrDefault("own", null) + ", tenant " + context.getOrDefault("tenant", null)
                + ", get " + ReactorBridge.get(context, TENANT) + " " + ReactorBridge.get(context, REQUEST_ID)
                + ", plain requestId " + context.hasKey("requestId"));
    }

    private void handled(Integer item, SynchronousSink<Integer> sink) {
        look("handle", sink.contextView());
        sink.next(item);
    }

    /** Subscribes with values, by a subscriber of the program's own class, and checks what was seen. */
    private void run(Mode mode, Flux<Integer> flux) {
        set(mode);
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .where(TENANT, "acme")
                .run(() -> flux.contextWrite(Context.of("own", "mine")).subscribe(end));
        end.awaitCompleted();
        workers.onEachThread(() -> null); // waits for the callbacks that come after the last signal
        emitters.onEachThread(() -> null);
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
        assertThat(views).containsOnly(VIEW);
        views.clear();
    }

    private static void set(Mode mode) {
        if (mode == Mode.AUTOMATIC) {
            Hooks.enableAutomaticContextPropagation();
        }
    }

    private Elsewhere elsewhere() {
        return new Elsewhere(emitters::execute, 3);
    }

    private final class Listener extends DefaultSignalListener<Integer> {

        @Override
        public void doFirst() {
            seen.at("doFirst");
        }

        @Override
        public void doFinally(SignalType type) {
            seen.at("doFinally");
        }

        @Override
        public void doOnSubscription() {
            seen.at("doOnSubscription");
        }

        @Override
        public void doOnRequest(long n) {
            seen.at("doOnRequest");
        }

        @Override
        public void doOnNext(Integer item) {
            seen.at("doOnNext");
        }

        @Override
        public void doOnComplete() {
            seen.at("doOnComplete");
        }

        @Override
        public void doAfterComplete() {
            seen.at("doAfterComplete");
        }

        @Override
        public Context addToContext(Context context) {
            look("addToContext", context);
            return context;
        }
    }
}
