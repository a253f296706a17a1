/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** docs/survival.md. */
final class Page {

    private static final String INTRODUCTION = """
            # The operator survival matrix

            Does a value survive every operator of Reactor and of RxJava? Each is run over every kind of source and hop, with a
            probe in every function that it takes, in operators above and below it, and in the last subscriber. Each callback
            that a user could look into gets a verdict: it sees its own flow's value (right), none (lost) or another flow's. Then
            each thread is looked at: it must hold nothing.

            ```sh
            ./mvnw -B -ntp -Psurvival -DskipTests -pl proof/survival/page -am verify
            ```

            writes this page, in minutes, from a third of Reactor's cells and a tenth of RxJava's, always the same. The rows are in
            [proof/survival/](../proof/survival/src/main/java/dev/ambient/survival); an operator without one fails the build. In the normal build
            ours is run alone, in cells that are drawn anew each time, and one verdict that is not right fails it; with `-Pthorough`
            it is run in all cells.

            A *busy thread* works for another flow meanwhile and holds its value, as does the thread of the *foreign* source, which is
            of no library. *Shared*: an operator such as `share()` or `cache()`, a sink or a subject, with several subscribers, each
            with a value of its own; above the sharing point the value of whoever connects is right. Such rows are run for one, two
            and eight subscribers, so they weigh a good part of the totals.

            The figures of the peers differ a little from run to run.

            ### The conditions

            | condition | what happens |
            |---|---|
            | the usual | Items come from the thread that subscribes, from a thread without a value, from a busy one or from a foreign publisher. |
            | items from the common pool, twice | The flow is subscribed on a worker of `ForkJoinPool.commonPool()`, and its items come from the same worker in two later tasks of another request. Such a worker erases its thread-locals when it has run what was handed to it, so what a library remembers of the thread is not what is there. The next task begins when the erasure was seen. |
            | items from a pool that erases thread-locals, twice | The same on a pool of the program that resets its thread after each task, as some servers do against leaks. |
            | directly on a sink, a share, a class of the program | The first operator is built on something that passes none of the library's hooks: each flavour of sink, subject or processor, `share()` and `cache()` that another request has subscribed before, a `Flux`, `Mono` or `Flowable` class of the program's own, what `Operators.liftPublisher` made. Another request's thread emits, or one without a value. Nothing is appended, wrapped or called for it, but for the Reactor operators that are named [below](#reactor). |
            | after cancel and a collection | The flow is cancelled, memory is collected, and only then its source goes on, on another request's thread: items, an error, the end. An item in flight when `cancel` comes is allowed to (Reactive Streams §2.8), so the functions that it reaches must see their flow's value. Requests, further cancels, what is discarded and the hooks for what is dropped may see their flow's value or none. RxJava's error handler is not judged where an emitter of `create` calls it: that happens on the program's thread, from within the program's call, and no hook comes between. |
            | after the end and a collection | The same when the flow has completed. Nothing may come any more; what comes all the same may see its flow's value or none. |
            | a continuation that another request completes | One request attaches a continuation to a `CompletableFuture` (`thenApplyAsync` and its like), another completes the future, on its own thread, and so hands the continuation to an executor or scheduler that carries values. It may see the value of the request that attached it or none. What a request hands on itself must see its value. |
            | a foreign thread-local that is … | The value is in a thread-local of another library, known through a `ThreadLocalAccessor` that never reads back the object that it was given: it wraps what is set, or makes a wrapper at each read, as Spring Security does, or copies at each read, as the MDC does. For candidates that know such accessors. |

            *Its flow's value or none* is asked where nothing is promised: the callback comes when its flow, or its part of it, is over, or is handed on by
            somebody else. None is counted as right there, and another flow's value never is.

            - [Reactor](#reactor)
            - [RxJava](#rxjava)

            """;

    private static final String REACTOR = """
            Each public operator of `Flux`, `Mono`, `ParallelFlux`, `ConnectableFlux`, `GroupedFlux` and every flavour of `Sinks`. The
            last subscriber is a raw one of Reactive Streams.

            Not run: rows that subscribe again (`repeat`, `retry`), one `timeout` and one `sequenceEqual` on sinks that give nothing to
            who comes late, for they would not end without any bridge; operators that subscribe by themselves on a `share()` under way,
            which Reactor alone may keep waiting for good if its source ends just then; these and shared sources after cancel and after the
            end. Of a shared source's subscribers, the hooks for what is dropped may see any one's value.

            `FluxSink.onDispose` is given a callback that was captured: what ends a flow through its emitter calls it when the flow
            is over, below every hook.

            These rows subscribe to their sources by themselves, past every hook, so each candidate may bridge a source that passes
            none, as its documentation says (ours: `ReactorBridge.bridge(source)`); all other rows are given it as it is: %s.

            A `doOnDiscard` reaches into inner flows: what an operator there discards is discarded with the values of that inner flow.

            """;

    private static final String RXJAVA = """
            Each public method of `Flowable`, `Observable`, `Single`, `Maybe`, `Completable`, `ParallelFlowable`, `ConnectableFlowable` and
            `ConnectableObservable` is a row, each overload too, and all subjects and processors. What an operator is given is made from
            the types of its parameters. A row is run in some of its cells; rows that are alike share all of them. *Inner flows* are what
            an operator is given besides its source, or gets from a function. A *hook fault*: a hook that another library put in place
            before or after is gone when the candidate is removed. A *fusion fault*: a row in which two operators are no longer one. A
            *retention fault*: a value that is still held by the `Disposable` or `Subscription` of a flow that has ended.

            The schedule handler alone has the value in tasks, and leaves it there for whoever emits; what comes from another thread,
            and every `request`, `cancel` and `dispose` from one, it does not reach. OpenTelemetry's assembly captures where a flow is
            assembled or subscribed and wraps observers, so `setCancellable`, `dispose`, `request`, `doFinally` and the like see the
            thread's; `ParallelFlowable` keeps what was current at assembly. Armeria's captures at assembly only, and throws where
            another request is current on the thread that emits.

            RxJava alone does not always end. So no candidate has `Flowable.takeLast(int)` *requested one by one from a busy thread*, nor
            with a `subscribeOn` below that asks a source that has its subscription on another thread: a request that comes while it looks at
            the one before can be lost. And a `Flowable.timeout` that goes over to another flow may
            hang, which is not counted, if the time is up while its source is being subscribed. Not run either: `retry` and `repeat` on
            subjects that give nothing to who comes late, which would not end; what subscribes by itself and shared sources after
            dispose and after the end. `Schedulers.trampoline` and `immediate` hand nothing on, so no continuation goes there.

            """;

    private static final String UNREACHED = """
            RxJava calls no hook when an operator subscribes to a `Publisher`, `ObservableSource` or `SingleSource` that is none of its
            classes, nor for the workers of a scheduler that is not its own. The same with `Flowable.fromPublisher` or
            `Observable.wrap` around the source, and with `RxJavaBridge.wrap` around the scheduler, is in the totals; this is not.
            """;

    private Page() {}

    static String of(List<Result> reactor, List<Result> rxjava) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        new Half(page, reactor)
                .head("Reactor", "Reactor " + version(Flux.class), REACTOR.formatted(byThemselves()))
                .totals()
                .misses(Map.of())
                .operators();
        page.append("\nNo operators, so without a row: ")
                .append(none(Operators.none()))
                .append(".\n\n");
        new Half(page, rxjava)
                .head("RxJava", "RxJava " + System.getProperty("rxjava.version", "of the class path"), RXJAVA)
                .totals()
                .misses(Map.of(
                        Tally.By.INNER,
                        "what inner flows are",
                        Tally.By.ASSEMBLED,
                        "assembled where its value is current, or"))
                .apart("Out of reach", UNREACHED, "what", Tally.By.OPERATOR)
                .operators();
        page.append("\nNo operators, so without a row, whatever their type: ")
                .append(none(dev.ambient.survival.rxjava.RxSurvival.none()))
                .append(".\n");
        return page.toString();
    }

    private static String none(Map<String, String> none) {
        return none.entrySet().stream()
                .map(entry -> "`%s` (%s)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String byThemselves() {
        return Matrix.rows().stream()
                .filter(Row::subscribesByItself)
                .map(row -> "`" + row + "`")
                .collect(Collectors.joining("; "));
    }

    private static String version(Class<?> library) {
        return Objects.requireNonNullElse(library.getPackage().getImplementationVersion(), "of the class path");
    }
}
