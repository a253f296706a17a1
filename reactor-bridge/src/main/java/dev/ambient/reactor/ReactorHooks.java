/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientRegistry;
import dev.ambient.Installation;
import dev.ambient.Problem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Fuseable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** What the hooks do. */
final class ReactorHooks {

    /** How many operators are assembled and flows subscribed between two looks whether the hooks are still in. */
    private static final int LOOK_EVERY = 1 << 10;

    /** For parallel flows, of which Reactor alone can make another. */
    private static final Function<? super Publisher<Object>, ? extends Publisher<Object>> LIFT =
            Operators.<Object, Object>liftPublisher((source, actual) -> BoundarySubscriber.of(actual));

    /** Those that were found missing, and this was said. */
    private static final Set<ReactorHook> MISSED = ConcurrentHashMap.newKeySet();

    /** Another object for each time that they are put in, {@code null} when they are to be out. */
    private static volatile @Nullable Object in;

    /** Counted by all threads without care. */
    private static int calls;

    private ReactorHooks() {}

    static synchronized void putIn() {
        Installation.requireVersion(Flux.class, "reactor-core", "3.7.0");
        for (ReactorHook hook : ReactorHook.values()) {
            hook.putIn();
        }
        MISSED.clear();
        in = new Object();
    }

    static synchronized void takeOut() {
        in = null;
        for (ReactorHook hook : ReactorHook.values()) {
            hook.takeOut();
        }
    }

    /** Puts in again what somebody else has taken out, and at the end what others have come after. */
    static synchronized void mend() {
        if (in == null) {
            return;
        }
        areIn(); // says what is missing
        for (ReactorHook hook : ReactorHook.values()) {
            if (!hook.isIn() || !hook.isLast()) {
                hook.takeOut();
                hook.putIn();
            }
        }
        MISSED.clear();
        in = new Object();
    }

    /** Whether all are called; what is missing is reported, once. */
    static boolean areIn() {
        Object before = in;
        if (before == null) {
            return false;
        }
        List<ReactorHook> missing =
                Stream.of(ReactorHook.values()).filter(hook -> !hook.isIn()).toList();
        if (!missing.isEmpty() && in != before) { // they were being taken out, or put in
            return areIn();
        }
        for (ReactorHook hook : missing) {
            if (MISSED.add(hook)) {
                AmbientRegistry.global().report(new Problem(Problem.Kind.HOOK_REMOVED, hook.missing(), null));
            }
        }
        return missing.isEmpty();
    }

    static Publisher<Object> eachOperator(Publisher<Object> operator) {
        lookAtTimes();
        // Its value is there already, and operators such as flatMap take it without subscribing. The exception is
        // error(supplier), which asks only then; it sees what is current where it is subscribed.
        return operator instanceof Fuseable.ScalarCallable ? operator : bridged(operator);
    }

    static Publisher<Object> lastOperator(Publisher<Object> operator) {
        lookAtTimes();
        Publisher<Object> bridged = bridged(operator);
        if (bridged != operator && KnownOperators.isAssembled(operator) && MISSED.isEmpty()) {
            areIn(); // it was made before the bridge came, or without its hook
        }
        return bridged;
    }

    private static void lookAtTimes() {
        if ((++calls & (LOOK_EVERY - 1)) == 0) {
            areIn();
        }
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
