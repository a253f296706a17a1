/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

/** What can call a callback, as far as a stack shows it. */
enum Invoker {
    /** A boundary or task of Ambient, which has made a context current. */
    BOUNDARY,
    REACTOR,
    RXJAVA,
    /** Another library of Reactive Streams, or the JDK's. */
    OTHER_STREAM,
    /** A sink of Reactor: the emitting thread calls the subscribers. */
    SINK,
    /** An operator with several subscribers: the thread that makes the source emit calls all of them. */
    SHARED,
    /** RxJava's trampoline, which calls no hook. */
    TRAMPOLINE,
    /** RxJava's scheduler for tests, which calls no hook. */
    TEST_SCHEDULER,
    /** The first stage of a plain {@code CompletableFuture}, which an executor runs. */
    FUTURE,
    /** A later stage of a plain {@code CompletableFuture}. */
    CONTINUATION,
    /** The completion of a plain {@code CompletableFuture}: the completing thread runs the stages that wait. */
    COMPLETION,
    /** A future or callback of another library: the completing thread calls the listeners. */
    LISTENER,
    /** Background work of a library, for no request. */
    MAINTENANCE,
    /** A fork of a parallel stream or of a task of the program. */
    FORK,
    EXECUTOR,
    /** The bottom of a thread's stack. */
    THREAD;

    /** Returns whether the callback sees the context of the code that emits, completes or runs it, not its own flow's. */
    boolean exposesItsContext() {
        return switch (this) {
            case SINK, SHARED, TRAMPOLINE, TEST_SCHEDULER, COMPLETION, LISTENER, MAINTENANCE -> true;
            default -> false;
        };
    }
}
