/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the frames of a stack by the names of their classes: the program's, Ambient's or a library's, and which library.
 * The libraries need not be on the class path.
 */
final class FrameClassifier {

    /** Whose code a class is. */
    enum Owner {
        PROGRAM,
        AMBIENT,
        LIBRARY,
        /** What runs tests and programs. Frames below it tell nothing. */
        RUNNER
    }

    /**
     * The kind of a frame.
     *
     * @param owner whose code it is
     * @param invoker what it calls callbacks as; {@code null} if it calls none
     * @param operator the operator of Reactor or RxJava that it belongs to, if any
     */
    record Kind(
            Owner owner,
            @Nullable Invoker invoker,
            @Nullable String operator) {

        Kind(Owner owner, @Nullable Invoker invoker) {
            this(owner, invoker, null);
        }
    }

    private record Row(String prefix, Kind kind) {}

    /** Prefixes of class names, the most specific first. The first that fits decides. */
    private static final List<Row> ROWS = List.of(
            row("reactor.core.publisher.Sink", Invoker.SINK),
            row("reactor.core.publisher.InternalManySink", Invoker.SINK),
            row("reactor.core.publisher.NextProcessor", Invoker.SINK), // Mono.share() is built on it
            row("reactor.core.publisher.EmitterProcessor", Invoker.SINK),
            row("reactor.core.publisher.UnicastProcessor", Invoker.SINK),
            row("reactor.core.publisher.ReplayProcessor", Invoker.SINK),
            row("reactor.core.publisher.FluxPublish$", Invoker.SHARED),
            row("reactor.core.publisher.FluxReplay", Invoker.SHARED),
            row("reactor.core.publisher.FluxRefCount", Invoker.SHARED),
            row("reactor.core.publisher.MonoCache", Invoker.SHARED),
            row("io.reactivex.rxjava3.processors.", Invoker.SHARED),
            row("io.reactivex.rxjava3.subjects.", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.flowable.FlowablePublish$", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.flowable.FlowableReplay", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.flowable.FlowableCache", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.observable.ObservablePublish$", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.observable.ObservableReplay", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.observable.ObservableCache", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.single.SingleCache", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.maybe.MaybeCache", Invoker.SHARED),
            row("io.reactivex.rxjava3.internal.operators.completable.CompletableCache", Invoker.SHARED),
            row("reactor.core.publisher.ContextPropagation", Invoker.BOUNDARY), // of Reactor's automatic mode
            row("reactor.netty.internal.shaded.reactor.pool.", Invoker.REACTOR),
            row("reactor.netty.", Owner.LIBRARY),
            row("reactor.", Invoker.REACTOR),
            row("io.reactivex.rxjava3.internal.schedulers.TrampolineScheduler", Invoker.TRAMPOLINE),
            row("io.reactivex.rxjava3.schedulers.TestScheduler", Invoker.TEST_SCHEDULER),
            row("io.reactivex.rxjava3.", Invoker.RXJAVA),
            row("io.smallrye.mutiny.", Invoker.OTHER_STREAM),
            row("akka.stream.", Invoker.OTHER_STREAM),
            row("org.apache.pekko.stream.", Invoker.OTHER_STREAM),
            row("java.util.concurrent.SubmissionPublisher", Invoker.OTHER_STREAM),
            row("java.util.concurrent.CompletableFuture$Async", Invoker.FUTURE),
            row("java.util.concurrent.CompletableFuture", Invoker.CONTINUATION),
            row("com.google.common.util.concurrent.AbstractFuture", Invoker.LISTENER),
            row("com.google.common.util.concurrent.", Owner.LIBRARY),
            row("io.vertx.core.impl.future.", Invoker.LISTENER),
            row("io.vertx.", Owner.LIBRARY),
            row("io.netty.util.concurrent.DefaultPromise", Invoker.LISTENER),
            row("io.grpc.internal.", Invoker.LISTENER),
            row("io.grpc.", Owner.LIBRARY),
            row("brave.", Owner.LIBRARY),
            row("kotlin.coroutines.", Invoker.LISTENER),
            row("kotlinx.coroutines.", Invoker.LISTENER),
            row("com.zaxxer.hikari.pool.HikariPool$", Invoker.MAINTENANCE),
            row("com.zaxxer.hikari.", Owner.LIBRARY),
            row("java.util.concurrent.CountedCompleter", Invoker.FORK), // parallel streams are built on it
            row("java.util.concurrent.Recursive", Invoker.FORK),
            row("java.util.concurrent.ForkJoin", Invoker.EXECUTOR),
            row("java.util.concurrent.ThreadPoolExecutor", Invoker.EXECUTOR),
            row("java.util.concurrent.ScheduledThreadPoolExecutor", Invoker.EXECUTOR),
            row("java.util.concurrent.ThreadPerTaskExecutor", Invoker.EXECUTOR),
            row("java.util.concurrent.FutureTask", Invoker.EXECUTOR),
            row("java.util.concurrent.Executors", Invoker.EXECUTOR),
            row("java.util.TimerThread", Invoker.EXECUTOR),
            row("java.lang.Thread", Invoker.THREAD),
            row("java.lang.VirtualThread", Invoker.THREAD),
            row("org.junit.", Owner.RUNNER),
            row("org.testng.", Owner.RUNNER),
            row("net.jqwik.", Owner.RUNNER),
            row("org.apache.maven.surefire.", Owner.RUNNER),
            row("org.gradle.", Owner.RUNNER),
            row("worker.org.gradle.", Owner.RUNNER),
            row("com.intellij.rt.", Owner.RUNNER),
            row("org.eclipse.jdt.internal.", Owner.RUNNER),
            row("java.", Owner.LIBRARY),
            row("javax.", Owner.LIBRARY),
            row("jdk.", Owner.LIBRARY),
            row("sun.", Owner.LIBRARY),
            row("com.sun.", Owner.LIBRARY),
            row("kotlin.", Owner.LIBRARY),
            row("scala.", Owner.LIBRARY),
            row("org.reactivestreams.", Owner.LIBRARY),
            row("io.micrometer.context.", Invoker.BOUNDARY), // a task that a snapshot wrapped
            row("io.micrometer.", Owner.LIBRARY),
            row("io.netty.", Owner.LIBRARY),
            row("io.r2dbc.", Owner.LIBRARY),
            row("org.springframework.", Owner.LIBRARY),
            row("org.apache.catalina.", Owner.LIBRARY),
            row("org.apache.coyote.", Owner.LIBRARY),
            row("org.apache.tomcat.", Owner.LIBRARY),
            row("org.eclipse.jetty.", Owner.LIBRARY),
            row("io.undertow.", Owner.LIBRARY),
            row("jakarta.", Owner.LIBRARY),
            row("org.slf4j.", Owner.LIBRARY),
            row("ch.qos.logback.", Owner.LIBRARY),
            row("org.assertj.", Owner.LIBRARY),
            row("org.awaitility.", Owner.LIBRARY));

    /** The packages of Ambient, by whole name. A test fails if a published module has one that is not here. */
    private static final Set<String> PACKAGES = Set.of(
            "dev.ambient",
            "dev.ambient.spi",
            "dev.ambient.foreign",
            "dev.ambient.report",
            "dev.ambient.task",
            "dev.ambient.brave",
            "io.grpc.override",
            "dev.ambient.kotlin",
            "dev.ambient.diagnostics",
            "dev.ambient.junit",
            "dev.ambient.opentelemetry",
            "dev.ambient.spring.boot");

    private static final String CORE = "dev.ambient";

    private static final Set<String> BRIDGES = Set.of("dev.ambient.reactor", "dev.ambient.rxjava3", "dev.ambient.grpc");

    private static final Kind PROGRAM = new Kind(Owner.PROGRAM, null);
    private static final Kind AMBIENT = new Kind(Owner.AMBIENT, null);
    private static final Kind COMPLETION = new Kind(Owner.LIBRARY, Invoker.COMPLETION);
    private static final Kind MAINTENANCE = new Kind(Owner.LIBRARY, Invoker.MAINTENANCE);
    private static final Kind BOUNDARY = new Kind(Owner.AMBIENT, Invoker.BOUNDARY);

    /** The kind of each class that was met, by name. Its size is limited by the number of classes of the program. */
    private static final Map<String, Kind> CACHE = new ConcurrentHashMap<>();

    /** The prefixes that were excluded from the program's own code. */
    private static final List<String> EXCLUDED = new CopyOnWriteArrayList<>();

    private FrameClassifier() {}

    static Kind classify(StackWalker.StackFrame frame) {
        Kind kind = CACHE.computeIfAbsent(frame.getClassName(), FrameClassifier::kindOf);
        if (kind == AMBIENT && runsTask(frame)) {
            return BOUNDARY;
        }
        if (kind.invoker == Invoker.CONTINUATION && frame.getMethodName().equals("postComplete")) {
            return COMPLETION;
        }
        if (kind.invoker == Invoker.REACTOR && isEviction(frame)) {
            return MAINTENANCE;
        }
        return kind.invoker == Invoker.THREAD && !frame.getMethodName().startsWith("run")
                ? new Kind(Owner.LIBRARY, null) // Thread.start, sleep, …
                : kind;
    }

    /** Returns whether a class is the program's own. */
    static boolean isProgram(String className) {
        return kindOf(className).owner == Owner.PROGRAM;
    }

    /** Treats classes whose names begin with one of these as a library's. */
    static void exclude(List<String> prefixes) {
        EXCLUDED.addAll(prefixes);
        CACHE.clear();
    }

    static void include(List<String> prefixes) {
        prefixes.forEach(EXCLUDED::remove); // one of each: another installation may have excluded the same
        CACHE.clear();
    }

    /** Not {@code Bindings}, which {@code where} returns: it sets values on top of the current context. */
    private static boolean runsTask(StackWalker.StackFrame frame) {
        String className = frame.getClassName();
        return className.lastIndexOf('.') == CORE.length()
                && className.startsWith(CORE)
                && !className.equals("dev.ambient.Bindings")
                && (frame.getMethodName().equals("run") || frame.getMethodName().equals("call"));
    }

    /** Only this part of reactor-pool works in the background. The rest works for whoever acquires or releases. */
    private static boolean isEviction(StackWalker.StackFrame frame) {
        return frame.getClassName().contains("reactor.pool.")
                && frame.getMethodName().contains("evictInBackground");
    }

    private static Kind kindOf(String className) {
        String packageName = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        if (PACKAGES.contains(packageName)) {
            return AMBIENT;
        }
        if (BRIDGES.contains(packageName)) {
            return BOUNDARY;
        }
        if (className.startsWith("reactor.core.publisher.") && className.contains("RestoringThreadLocals")) {
            return new Kind(Owner.LIBRARY, Invoker.BOUNDARY, OperatorNames.of(className)); // of the automatic mode
        }
        for (String prefix : EXCLUDED) {
            if (className.startsWith(prefix)) {
                return new Kind(Owner.LIBRARY, null);
            }
        }
        for (Row row : ROWS) {
            if (className.startsWith(row.prefix)) {
                String operator = row.kind.invoker == null ? null : OperatorNames.of(className);
                return operator == null ? row.kind : new Kind(row.kind.owner, row.kind.invoker, operator);
            }
        }
        return PROGRAM;
    }

    private static Row row(String prefix, Invoker invoker) {
        return new Row(prefix, new Kind(Owner.LIBRARY, invoker));
    }

    private static Row row(String prefix, Owner owner) {
        return new Row(prefix, new Kind(owner, null));
    }
}
