/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Installation;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Fuseable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * Where the bridge holds on to Reactor: public hooks, each under a key, so that others' stay as they are.
 *
 * <ul>
 *   <li>Each operator gets a boundary below it, so that callbacks have their own subscriber's context in both
 *       directions, also where a shared operator serves several.
 *   <li>Each subscribe gets one too, for what was assembled without us: sinks, foreign publishers, earlier flows.
 *   <li>Each scheduled task keeps the context in which it was scheduled: suppliers under {@code subscribeOn}, tasks
 *       of the program's own, queues that are discarded.
 * </ul>
 */
final class ReactorHooks {

    private static final String KEY = "dev.ambient.reactor";

    /** For parallel flows, of which Reactor alone can make another. */
    private static final Function<? super Publisher<Object>, ? extends Publisher<Object>> LIFT =
            Operators.<Object, Object>liftPublisher((source, actual) -> BoundarySubscriber.of(actual));

    private ReactorHooks() {}

    static void putIn() {
        Installation.requireVersion(Flux.class, "reactor-core", "3.7.0");
        Hooks.onEachOperator(KEY, ReactorHooks::eachOperator);
        Hooks.onLastOperator(KEY, ReactorHooks::bridged);
        Schedulers.onScheduleHook(KEY, task -> AmbientContext.capture().wrap(task));
    }

    static void takeOut() {
        Hooks.resetOnEachOperator(KEY);
        Hooks.resetOnLastOperator(KEY);
        Schedulers.resetOnScheduleHook(KEY);
    }

    private static Publisher<Object> eachOperator(Publisher<Object> operator) {
        // Its value is there already, and operators such as flatMap take it without subscribing. The exception is
        // error(supplier), which asks only then; it sees what is current where it is subscribed.
        return operator instanceof Fuseable.ScalarCallable ? operator : bridged(operator);
    }

    /** A publisher with a boundary below it; itself if it has one. */
    static Publisher<Object> bridged(Publisher<Object> publisher) {
        if (publisher instanceof OwnOperator) {
            return publisher;
        }
        if (publisher instanceof Mono<Object> mono) {
            return MonoBoundary.of(mono);
        }
        if (publisher instanceof ConnectableFlux<Object> connectable) {
            return new ConnectableBoundary<>(connectable);
        }
        if (publisher instanceof GroupedFlux<?, Object> group) {
            return new GroupedBoundary<>(group);
        }
        return publisher instanceof Flux<Object> flux ? FluxBoundary.of(flux) : LIFT.apply(publisher);
    }
}
