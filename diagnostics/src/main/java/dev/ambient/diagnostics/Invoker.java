/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

/** What can carry control to a callback, as far as a stack shows it. */
enum Invoker {
    /** One of ours: it has made a context current. */
    BOUNDARY,
    REACTOR,
    RXJAVA,
    /** Another library of Reactive Streams, or the JDK's. */
    OTHER_STREAM,
    /** A sink of Reactor: whoever emits calls its subscribers. */
    SINK,
    /** An operator that serves several subscribers: whoever makes the source emit calls all of them. */
    SHARED,
    /** RxJava's trampoline, which passes no hook. */
    TRAMPOLINE,
    /** RxJava's scheduler for tests, which passes no hook. */
    TEST_SCHEDULER,
    /** The first stage of a {@code CompletableFuture} that is not ours, which an executor runs. */
    FUTURE,
    /** A later stage of one. */
    CONTINUATION,
    /** Whoever completes a {@code CompletableFuture} runs what waits for it. */
    COMPLETION,
    /** A future or callback of another library: whoever completes it calls who waits. */
    LISTENER,
    /** What a library does in the background, for nobody's request. */
    MAINTENANCE,
    /** What a parallel stream or a task of the program has forked. */
    FORK,
    EXECUTOR,
    /** The bottom of a thread. */
    THREAD;

    /** Between these and a callback nobody makes the context of that callback's own flow current. */
    boolean exposesItsContext() {
        return switch (this) {
            case SINK, SHARED, TRAMPOLINE, TEST_SCHEDULER, COMPLETION, LISTENER, MAINTENANCE -> true;
            default -> false;
        };
    }
}
