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

            Does a value survive every operator of Reactor and of RxJava? Each operator is run over every kind of source and hop. Every
            function that it takes has a probe, and so have operators above and below it and the last subscriber. Each callback that a
            user could look into gets a verdict: it sees its own flow's value (right), none (lost) or another flow's. Afterwards each
            thread must hold nothing.

            ```sh
            ./mvnw -B -ntp -Psurvival -DskipTests -pl proof/survival/page -am verify
            ```

            This command writes the page in some minutes. It runs a third of Reactor's cells and a tenth of RxJava's, always the same ones.
            The rows are in [proof/survival/](../proof/survival/src/main/java/dev/ambient/survival); an operator without a row fails the
            build. The normal build runs Ambient alone, in cells that are drawn anew each time, and one verdict that is not right fails it.
            With `-Pthorough` it runs all cells.

            A *busy thread* works for another flow meanwhile and holds that flow's value. So does the thread of the *foreign* source, which
            belongs to no library. *Shared* is an operator such as `share()` or `cache()`, a sink or a subject, with several subscribers, each
            with a value of its own. Above the sharing point, the value of whoever connects is right. Such rows are run for one, two and
            eight subscribers, so they weigh a good part of the totals.

            The figures of the peers differ a little from run to run.

            ### The conditions

            | condition | what happens |
            |---|---|
            | the usual | Items come from the thread that subscribes, from a thread without a value, from a busy one or from a foreign publisher. |
            | items from the common pool, twice | The flow is subscribed on a worker of `ForkJoinPool.commonPool()`. Its items come from the same worker, in two later tasks of another request. Such a worker erases its thread-locals when it has run what was handed to it, so what a library remembers of the thread is no longer there. The next task begins when the erasure was seen. |
            | items from a pool that erases thread-locals, twice | The same on a pool of the program that resets its thread after each task, as some servers do against leaks. |
            | directly on a sink, a share, a class of the program | The first operator stands on something that calls none of the library's hooks: each kind of sink, subject or processor; `share()` and `cache()` to which another request has subscribed before; the program's own `Flux`, `Mono` or `Flowable` class; what `Operators.liftPublisher` made. Another request's thread emits, or one without a value. The program appends, wraps and calls nothing to help, except for the Reactor operators that are named [below](#reactor). |
            | after cancel and a collection | The flow is cancelled and memory is collected. Only then does its source go on, on another request's thread: items, an error, the end. Reactive Streams (§2.8) allows an item in flight when `cancel` comes, so the functions that it reaches must see their flow's value. Requests, further cancels, discards and the hooks for dropped signals may see their flow's value or none. RxJava's error handler is not judged where an emitter of `create` calls it: that happens on the program's thread, inside the program's own call, and no hook lies between. |
            | after the end and a collection | The same when the flow has completed. Nothing may come any more. What comes all the same may see its flow's value or none. |
            | a continuation that another request completes | One request attaches a continuation to a `CompletableFuture` (`thenApplyAsync` and the like). Another completes the future on its own thread, and so hands the continuation to an executor or scheduler that carries values. The continuation may see the value of the request that attached it, or none. What a request hands on itself must see that request's value. |
            | a foreign thread-local that is … | The value is in a thread-local of another library, known through a `ThreadLocalAccessor` that never reads back the object that it was given. It wraps what is set, makes a wrapper at each read, as Spring Security does, or copies at each read, as the MDC does. Only candidates that know such accessors are run. |

            *Its flow's value or none* is asked where nothing is promised: the callback comes when its flow, or its part of the flow, is over,
            or somebody else hands it on. There, none counts as right. Another flow's value never does.

            - [Reactor](#reactor)
            - [RxJava](#rxjava)

            """;

    private static final String REACTOR = """
            Each public operator of `Flux`, `Mono`, `ParallelFlux`, `ConnectableFlux`, `GroupedFlux` and each kind of `Sinks` is a row. The last
            subscriber is a bare one of Reactive Streams.

            These cells are not run:

            - rows that subscribe again (`repeat`, `retry`), one `timeout` and one `sequenceEqual`, on sinks that give nothing to late
              subscribers: they would not end, with a bridge or without;
            - operators that subscribe by themselves, on a `share()` under way: if its source ends just then, Reactor alone may keep them
              waiting forever;
            - operators that subscribe by themselves, and shared sources, after cancel and after the end.

            The hooks for dropped signals of a shared source may see the value of any of its subscribers.

            `FluxSink.onDispose` is given a captured callback. When an emitter ends its flow, the callback runs after the end, where no hook
            reaches.

            Some rows subscribe to their sources by themselves and call no hook. Only there, each candidate may bridge a source that calls no
            hook, as its documentation says (Ambient: `ReactorBridge.bridge(source)`). These rows are %s.

            A `doOnDiscard` reaches into inner flows: what an operator there discards is discarded with the values of that inner flow.

            """;

    private static final String RXJAVA = """
            Each public method of `Flowable`, `Observable`, `Single`, `Maybe`, `Completable`, `ParallelFlowable`, `ConnectableFlowable` and
            `ConnectableObservable` is a row, each overload too, and so are all subjects and processors. The arguments of an operator are made
            from the types of its parameters. A row is run in some of its cells; rows that are alike share all of them. *Inner flows* are what
            an operator is given besides its source, or gets from a function.

            - A *hook fault*: a hook that another library installed before or after the candidate is gone when the candidate is removed.
            - A *fusion fault*: a row in which two operators no longer become one.
            - A *retention fault*: the `Disposable` or `Subscription` of a flow that has ended still holds a value.

            The schedule handler has the value in tasks alone, and leaves it there for whoever emits. It does not reach what comes from
            another thread, nor a `request`, `cancel` or `dispose` from one. OpenTelemetry's assembly captures where a flow is assembled or
            subscribed, and wraps observers. So `setCancellable`, `dispose`, `request`, `doFinally` and the like see the thread's value, and
            `ParallelFlowable` keeps what was current at assembly. Armeria's assembly captures at assembly only, and throws where another
            request is current on the thread that emits.

            RxJava alone does not always end, so these cells are not run for any candidate:

            - `Flowable.takeLast(int)` *requested one by one from a busy thread*, or with a `subscribeOn` below that requests from a source
              whose subscription is on another thread: a request that comes while it looks at the one before can be lost;
            - `retry` and `repeat` on subjects that give nothing to late subscribers: they would not end;
            - operators that subscribe by themselves, and shared sources, after dispose and after the end;
            - continuations on `Schedulers.trampoline` and `immediate`, which hand nothing on.

            A `Flowable.timeout` that goes over to another flow may hang if the time is up while its source is being subscribed. This is not
            counted.

            """;

    private static final String UNREACHED = """
            RxJava calls no hook when an operator subscribes to a `Publisher`, `ObservableSource` or `SingleSource` that is not one of its own
            classes, nor for the workers of a scheduler that is not its own. This table has those cells, and the totals do not. The totals have
            the same cells with `Flowable.fromPublisher` or `Observable.wrap` around the source, and with `RxJavaBridge.wrap` around the
            scheduler.
            """;

    private Page() {}

    static String of(List<Result> reactor, List<Result> rxjava) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        new Half(page, reactor)
                .head("Reactor", "Reactor " + version(Flux.class), REACTOR.formatted(byThemselves()))
                .totals()
                .misses(Map.of())
                .operators();
        page.append("\nThese are no operators and have no row: ")
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
        page.append("\nThese are no operators, whatever their type, and have no row: ")
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
