/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

/** What can carry control to a callback, as far as a stack shows it. */
enum Carrier {
    /** One of ours: it has made a context current. */
    BOUNDARY,
    REACTOR,
    RXJAVA,
    /** Another library of Reactive Streams, or the JDK's. */
    OTHER_STREAM,
    /** A sink of Reactor, which passes no hook. */
    SINK,
    /** RxJava's trampoline, which passes no hook. */
    TRAMPOLINE,
    /** RxJava's scheduler for tests, which passes no hook. */
    TEST_SCHEDULER,
    /** A {@code CompletableFuture} that is not ours. */
    FUTURE,
    /** What a parallel stream or a task of the program has forked. */
    FORK,
    EXECUTOR,
    /** The bottom of a thread. */
    THREAD
}
