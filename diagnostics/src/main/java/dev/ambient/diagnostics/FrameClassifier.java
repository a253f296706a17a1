/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the frames of a stack are, told by the names of their classes: the libraries need not be there. */
final class FrameClassifier {

    /** Whose a class is. */
    enum Owner {
        /** Of those who look at what is explained. */
        USER,
        /** Ours. */
        AMBIENT,
        /** Of a library that carries control, or of any other. */
        LIBRARY,
        /** Of what runs tests and programs: below it there is nothing to see. */
        RUNNER
    }

    /** A class: whose it is and, if it carries control, what as and which operator that is. */
    record Known(
            Owner owner,
            @Nullable Invoker invoker,
            @Nullable String operator) {

        Known(Owner owner, @Nullable Invoker invoker) {
            this(owner, invoker, null);
        }
    }

    private record Row(String prefix, Known known) {}

    /** The first that fits. Prefixes of names, most special first. */
    private static final List<Row> ROWS = List.of(
            row("reactor.core.publisher.Sink", Invoker.SINK),
            row("reactor.core.publisher.InternalManySink", Invoker.SINK),
            row("reactor.core.publisher.NextProcessor", Invoker.SINK), // what Mono.share() is made of
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
            row("reactor.core.publisher.ContextPropagation", Invoker.BOUNDARY), // of the automatic mode
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
            row("kotlin.coroutines.", Invoker.LISTENER),
            row("kotlinx.coroutines.", Invoker.LISTENER),
            row("com.zaxxer.hikari.pool.HikariPool$", Invoker.MAINTENANCE),
            row("com.zaxxer.hikari.", Owner.LIBRARY),
            row("java.util.concurrent.CountedCompleter", Invoker.FORK), // what parallel streams are made of
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
            row("io.micrometer.context.", Invoker.BOUNDARY), // what a snapshot has wrapped
            row("io.micrometer.", Owner.LIBRARY),
            row("io.netty.", Owner.LIBRARY),
            row("io.r2dbc.", Owner.LIBRARY),
            row("org.springframework.", Owner.LIBRARY),
            row("org.slf4j.", Owner.LIBRARY),
            row("ch.qos.logback.", Owner.LIBRARY),
            row("org.assertj.", Owner.LIBRARY),
            row("org.awaitility.", Owner.LIBRARY));

    /** Whole names: the program's own packages may be below. */
    private static final Set<String> PACKAGES = Set.of(
            "dev.ambient",
            "dev.ambient.spi",
            "dev.ambient.foreign",
            "dev.ambient.report",
            "dev.ambient.task",
            "dev.ambient.diagnostics",
            "dev.ambient.junit");

    private static final String CORE = "dev.ambient";

    private static final Set<String> BRIDGES = Set.of("dev.ambient.reactor", "dev.ambient.rxjava3");

    private static final Known USER = new Known(Owner.USER, null);
    private static final Known OURS = new Known(Owner.AMBIENT, null);
    private static final Known COMPLETION = new Known(Owner.LIBRARY, Invoker.COMPLETION);
    private static final Known MAINTENANCE = new Known(Owner.LIBRARY, Invoker.MAINTENANCE);
    private static final Known BOUNDARY = new Known(Owner.AMBIENT, Invoker.BOUNDARY);

    /** By name of class. A program has only so many. */
    private static final Map<String, Known> CACHE = new ConcurrentHashMap<>();

    /** Prefixes that somebody has named as not theirs. */
    private static final List<String> LIBRARIES = new CopyOnWriteArrayList<>();

    private FrameClassifier() {}

    static Known of(StackWalker.StackFrame frame) {
        Known known = CACHE.computeIfAbsent(frame.getClassName(), FrameClassifier::classify);
        if (known == OURS && isRun(frame)) {
            return BOUNDARY;
        }
        if (known.invoker == Invoker.CONTINUATION && frame.getMethodName().equals("postComplete")) {
            return COMPLETION;
        }
        if (known.invoker == Invoker.REACTOR && isEviction(frame)) {
            return MAINTENANCE;
        }
        return known.invoker == Invoker.THREAD && !frame.getMethodName().startsWith("run")
                ? new Known(Owner.LIBRARY, null) // Thread.start, sleep, …
                : known;
    }

    static boolean isUsers(String className) {
        return classify(className).owner == Owner.USER;
    }

    /** Takes classes whose names begin so for a library's. */
    static void add(List<String> prefixes) {
        LIBRARIES.addAll(prefixes);
        CACHE.clear();
    }

    static void remove(List<String> prefixes) {
        prefixes.forEach(LIBRARIES::remove); // one of each: somebody else may have named the same
        CACHE.clear();
    }

    /** Not {@code Bindings}, what {@code where} returns: it lays a value over what is current. */
    private static boolean isRun(StackWalker.StackFrame frame) {
        String className = frame.getClassName();
        return className.lastIndexOf('.') == CORE.length()
                && className.startsWith(CORE)
                && !className.equals("dev.ambient.Bindings")
                && (frame.getMethodName().equals("run") || frame.getMethodName().equals("call"));
    }

    /** Of reactor-pool: the rest of it works for who acquires and releases. */
    private static boolean isEviction(StackWalker.StackFrame frame) {
        return frame.getClassName().contains("reactor.pool.")
                && frame.getMethodName().contains("evictInBackground");
    }

    private static Known classify(String className) {
        String packageName = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        if (PACKAGES.contains(packageName)) {
            return OURS;
        }
        if (BRIDGES.contains(packageName)) {
            return BOUNDARY;
        }
        if (className.startsWith("reactor.core.publisher.") && className.contains("RestoringThreadLocals")) {
            return new Known(Owner.LIBRARY, Invoker.BOUNDARY, OperatorNames.of(className)); // of the automatic mode
        }
        for (String prefix : LIBRARIES) {
            if (className.startsWith(prefix)) {
                return new Known(Owner.LIBRARY, null);
            }
        }
        for (Row row : ROWS) {
            if (className.startsWith(row.prefix)) {
                String operator = row.known.invoker == null ? null : OperatorNames.of(className);
                return operator == null ? row.known : new Known(row.known.owner, row.known.invoker, operator);
            }
        }
        return USER;
    }

    private static Row row(String prefix, Invoker invoker) {
        return new Row(prefix, new Known(Owner.LIBRARY, invoker));
    }

    private static Row row(String prefix, Owner owner) {
        return new Row(prefix, new Known(owner, null));
    }
}
