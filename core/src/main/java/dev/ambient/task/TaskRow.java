/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import java.util.List;
import java.util.function.Predicate;

/**
 * Says whether the tasks whose class, or a superclass of it, has a name with this prefix are work of the flow that submits them. A task
 * that matches no row is such work, as nearly all tasks are. If several rows match, the one with the longest prefix counts.
 *
 * @param prefix how the name begins
 * @param flow whether a task is work of the flow that submits it
 * @param reason for the reader of the table
 */
record TaskRow(String prefix, Predicate<Object> flow, String reason) {

    static final List<TaskRow> ALL = List.of(
            // A future's stages: submitted by its flow if the future is complete by then, else by the completer.
            ofFlow(
                    "java.util.concurrent.CompletableFuture$AsyncSupply",
                    "supplyAsync and completeAsync submit it at once"),
            ofFlow("java.util.concurrent.CompletableFuture$AsyncRun", "runAsync submits it at once"),
            new TaskRow("java.util.concurrent.CompletableFuture$", Handover::isUnclaimed, "a stage with an executor"),
            ofNoFlow(
                    "java.util.concurrent.CompletableFuture$AsynchronousCompletionTask",
                    "the marker of other futures' stages, of which is not known who hands them on"),
            listener("Futures$CallbackListener", "addCallback"),
            listener("AbstractTransformFuture", "transform, transformAsync"),
            listener("AbstractCatchingFuture", "catching, catchingAsync"),
            listener("CombinedFuture", "whenAllComplete, whenAllSucceed"),
            listener("ExecutionSequencer", "submitted when the task before it has ended"),
            new TaskRow(
                    "kotlinx.coroutines.internal.DispatchedContinuation",
                    task -> Handover.KOTLIN.isByFlow(),
                    "a coroutine: starts and yields in its flow, is resumed by anybody"),
            ofNoFlow("kotlinx.coroutines.DispatchedTask", "a coroutine that waited is resumed by anybody"),
            ofNoFlow("kotlinx.coroutines.internal.LimitedDispatcher", "runs tasks of many"),
            new TaskRow(
                    "okhttp3.internal.connection.RealCall$AsyncCall",
                    task -> Handover.OKHTTP.isByFlow(),
                    "a call that had to wait is submitted by the call that has ended"),

            // What runs for many, and would show all of them the values of whoever came first.
            ofNoFlow("java.util.concurrent.ThreadPoolExecutor$Worker", "a pool's thread, made by its thread factory"),
            ofNoFlow("java.util.concurrent.SubmissionPublisher$", "submitted by whoever publishes"),
            ofNoFlow("jdk.internal.net.http.", "connections and their queues, shared by requests"),
            ofNoFlow("com.google.common.util.concurrent.SequentialExecutor", "runs tasks of many"),
            ofNoFlow("com.google.common.util.concurrent.ListenerCallQueue", "tells a service's listeners"),
            ofNoFlow("io.netty.util.", "event loops and timers, which never end"),
            ofNoFlow(
                    "io.reactivex.rxjava3.internal.schedulers.ExecutorScheduler$ExecutorWorker",
                    "a queue, submitted by who emits"),
            ofNoFlow(
                    "io.reactivex.rxjava3.internal.schedulers.ExecutorScheduler$DelayedDispose",
                    "submits a task that has its own"),

            // Maintenance, which nobody asked for on behalf of a request.
            ofNoFlow("com.google.common.util.concurrent.AbstractScheduledService", "runs until it is stopped"),
            ofNoFlow("com.github.benmanes.caffeine.cache.", "expiry, eviction, and the listeners of both"),
            ofNoFlow("com.zaxxer.hikari.", "fills, tests and closes connections"),
            ofNoFlow("io.lettuce.core.", "reconnects, looks at the topology; signals are submitted by event loops"),
            ofNoFlow("io.r2dbc.pool.", "tests and closes connections"),
            ofNoFlow(
                    "io.reactivex.rxjava3.internal.operators.flowable.FlowableRefCount", "waits before it disconnects"),
            ofNoFlow(
                    "io.reactivex.rxjava3.internal.operators.observable.ObservableRefCount",
                    "waits before it disconnects"),
            ofNoFlow("reactor.core.publisher.FluxRefCountGrace", "waits before it disconnects"),
            ofNoFlow("reactor.core.publisher.MonoCacheTime", "waits until what is cached expires"),
            ofNoFlow("reactor.netty.", "evicts connections and pools"),
            ofFlow("reactor.netty.http.client.Http2Pool$Borrower", "the time limit of one who waits for a connection"),
            ofFlow(
                    "reactor.netty.internal.shaded.reactor.pool.AbstractPool$Borrower",
                    "the time limit of one who waits for a connection"),
            ofNoFlow(
                    "reactor.pool.",
                    "evicts; gives what was released to the next, on behalf of the one that released it"),
            ofFlow("reactor.pool.AbstractPool$Borrower", "the time limit of one who waits for an object"));

    static TaskRow ofNoFlow(String prefix, String reason) {
        return new TaskRow(prefix, task -> false, reason);
    }

    private static TaskRow ofFlow(String prefix, String reason) {
        return new TaskRow(prefix, task -> true, reason);
    }

    /** A listener of one of Guava's futures. */
    private static TaskRow listener(String name, String reason) {
        return new TaskRow("com.google.common.util.concurrent." + name, task -> Handover.GUAVA.isByFlow(), reason);
    }

    boolean isOfFlow(Object task) {
        return flow.test(task);
    }
}
