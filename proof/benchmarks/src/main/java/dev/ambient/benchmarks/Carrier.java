/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.core.FlowableTransformer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Who carries one value through flows. */
public interface Carrier {

    /** Puts its hooks in and makes {@link Values#HERE} current on this thread. Neither is taken back: the JVM ends. */
    void begin();

    /** The value, as a callback sees it. */
    @Nullable
    Object get();

    /** Whether it claims to carry; the floor does not. */
    default boolean carries() {
        return true;
    }

    /** What it wants to be done to each flow that is subscribed. */
    default <T> Flux<T> captured(Flux<T> flow) {
        return flow;
    }

    /** What it wants to be done to each flow that is subscribed. */
    default <T> Mono<T> captured(Mono<T> flow) {
        return flow;
    }

    /** For {@code contextWrite}: what is upstream of it sees this value. */
    default Function<Context, Context> write(String value) {
        throw new UnsupportedOperationException("it does not work with Reactor's Context");
    }

    /** For {@code compose}: what is upstream of it sees this value. */
    default FlowableTransformer<Integer, Integer> with(String value) {
        throw new UnsupportedOperationException("it has no operator that changes a value");
    }
}
