/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Boundary;
import dev.ambient.Installation;
import dev.ambient.Problem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** What the hooks do. */
final class ReactorHooks {

    /** For parallel flows, of which Reactor alone can make another. */
    private static final Function<? super Publisher<Object>, ? extends Publisher<Object>> LIFT =
            Operators.<Object, Object>liftPublisher((source, actual) -> BoundarySubscriber.of(actual));

    /** Those that were found missing, and this was said. */
    private static final Set<ReactorHook> MISSED = ConcurrentHashMap.newKeySet();

    /** Whether they are to be in. */
    private static volatile boolean in;

    private ReactorHooks() {}

    static synchronized void putIn() {
        Installation.requireVersion(Flux.class, "reactor-core", "3.7.0");
        warmUp(); // first: if it fails, nothing is installed
        for (ReactorHook hook : ReactorHook.values()) {
            hook.putIn();
        }
        MISSED.clear();
        in = true;
    }

    /** Loads what is needed now: a class that is loaded in a deep flow, and overflows the stack, is broken for good. */
    private static void warmUp() {
        Ambient<String> key = Ambient.named("warm.up");
        Mono<Integer> mono = ReactorBridge.bridge(Mono.just(1).hide().map(item -> item));
        Flux<Integer> written = ReactorBridge.bridge(mono.flux()).contextWrite(ReactorBridge.put(key, "value"));
        ReactorBridge.bridge(written.map(item -> item)).subscribe();
    }

    static synchronized void takeOut() {
        in = false;
        for (ReactorHook hook : ReactorHook.values()) {
            hook.takeOut();
        }
    }

    /** Puts in again what somebody else has taken out, and at the end what others have come after. */
    static synchronized void mend() {
        if (!in) {
            return;
        }
        areIn(); // says what is missing
        for (ReactorHook hook : ReactorHook.values()) {
            if (!hook.isIn() || !hook.isLast()) {
                hook.putLast();
            }
        }
        MISSED.clear();
    }

    /** Whether all are called; what is missing is reported, once. */
    static boolean areIn() {
        boolean all = in;
        for (ReactorHook hook : ReactorHook.values()) {
            if (all && !hook.isIn()) {
                all = false;
                for (ReactorHook missing : missing()) {
                    AmbientRegistry.global().report(new Problem(Problem.Kind.HOOK_REMOVED, missing.missing(), null));
                }
            }
        }
        return all;
    }

    /** Those that are missing, and of which this was not said. Nobody is putting them in or taking them out meanwhile. */
    private static synchronized List<ReactorHook> missing() {
        return Stream.of(ReactorHook.values())
                .filter(hook -> in && !hook.isIn() && MISSED.add(hook))
                .toList();
    }

    static Publisher<Object> eachOperator(Publisher<Object> operator) {
        lookAtTimes();
        if (Boundary.isRecorded()) {
            record(operator);
        }
        KnownOperators known = KnownOperators.of(operator);
        return known == KnownOperators.VALUE ? operator : bridged(operator, known);
    }

    static Publisher<Object> lastOperator(Publisher<Object> operator) {
        lookAtTimes();
        if (operator instanceof MonoBoundary || operator instanceof FluxBoundary) {
            return operator;
        }
        KnownOperators known = KnownOperators.of(operator);
        if (known.isAssembled() && MISSED.isEmpty()) {
            areIn(); // it was made before the bridge came, or without its hook
        }
        return bridged(operator, known);
    }

    /** What a contextWrite writes is seen where it is subscribed, and no longer where it was put together. */
    private static void record(Publisher<Object> operator) {
        if (operator.getClass().getName().endsWith("ContextWrite")) { // FluxContextWrite, MonoContextWrite
            Boundary.here().record(recorder -> recorder.assembled("contextWrite"));
        }
    }

    /** A look at some of many operators and flows. */
    private static void lookAtTimes() {
        if (Boundary.here().isNowAndThen()) {
            areIn();
        }
    }

    /** A publisher with a boundary below it; itself if it has one. */
    static Publisher<Object> bridged(Publisher<Object> publisher) {
        return bridged(publisher, KnownOperators.of(publisher));
    }

    private static Publisher<Object> bridged(Publisher<Object> publisher, KnownOperators known) {
        if (known == KnownOperators.OURS) {
            return publisher;
        }
        if (publisher instanceof Mono<Object> mono) {
            return MonoBoundary.of(mono, known);
        }
        if (publisher instanceof ConnectableFlux<Object> connectable) {
            return new ConnectableBoundary<>(connectable);
        }
        if (publisher instanceof GroupedFlux<?, Object> group) {
            return new GroupedBoundary<>(group);
        }
        return publisher instanceof Flux<Object> flux ? FluxBoundary.of(flux, known) : LIFT.apply(publisher);
    }
}
