/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** One candidate: a way to have a value in a flow's callbacks. The pipelines are the same for all. */
interface Carrier {

    /** The candidate's name in the page. */
    String title();

    /** What it is and how it is used here, for the page. */
    String description();

    Registration install();

    /** Sets the value around a task; {@code null}: none is set. */
    void with(@Nullable String value, Runnable task);

    /** What a callback sees. */
    @Nullable
    String read();

    /** Whether nothing at all is left on this thread. */
    boolean isClean();

    /** Takes away what was left on this thread, so that it is counted once. */
    void clean();

    /** What is written with {@code contextWrite}. */
    Function<Context, Context> write(String value);

    /** What a user has to append to a flow. */
    default <T> Flux<T> last(Flux<T> flux) {
        return flux;
    }

    default <T> Mono<T> last(Mono<T> mono) {
        return mono;
    }

    /** What a user has to call on a sink's flux. */
    default <T> Flux<T> sink(Flux<T> flux) {
        return flux;
    }

    default <T> Mono<T> sink(Mono<T> mono) {
        return mono;
    }

    /** What a user has to make of a callback that Reactor calls when the flow has ended: {@code FluxSink.onDispose}. */
    default Runnable late(Runnable callback) {
        return callback;
    }
}
