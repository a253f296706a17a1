/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Finds out how long chains can be before they overflow a stack of 1 MB, without the bridge and with it. It prints one line for each
 * chain: its name and the two lengths. Run it in a JVM that compiles nothing: there each call always needs the same stack, and the most.
 */
final class DeepestChains {

    private static final long STACK = 1 << 20;
    private static final int SHORTEST = 16;
    private static final Throwable FAILURE = new IllegalStateException("on purpose");

    /** What a chain repeats. */
    enum Chain {
        SINGLE_MAP(1.05, single(Single.just(1), single -> single.map(x -> x))),
        SINGLE_FLAT_MAP(1.35, single(Single.just(1), single -> single.flatMap(Single::just))),
        SINGLE_FLAT_MAP_CALLABLE(
                1.35, single(Single.just(1), single -> single.flatMap(x -> Single.fromCallable(() -> x)))),
        SINGLE_FLAT_MAP_HIDDEN(
                1.35,
                single(
                        Single.just(1),
                        single -> single.flatMap(x -> Single.just(x).hide()))),
        SINGLE_DEFER(2.3, single(Single.just(1), single -> Single.defer(() -> single))),
        SINGLE_RETRY(1.35, single(Single.just(1), Single::retry)),
        SINGLE_RESUME(1.2, single(Single.error(FAILURE), single -> single.onErrorResumeNext(Single::error))),
        SINGLE_FLAT_MAP_MAYBE(
                1.35,
                single(
                        Single.just(1),
                        single -> single.flatMapMaybe(Maybe::just).toSingle())),
        MAYBE_FLAT_MAP(1.35, maybe(Maybe.just(1), maybe -> maybe.flatMap(Maybe::just))),
        MAYBE_FLAT_MAP_HIDDEN(
                1.35,
                maybe(Maybe.just(1), maybe -> maybe.flatMap(x -> Maybe.just(x).hide()))),
        MAYBE_FLAT_MAP_CALLABLE(1.35, maybe(Maybe.just(1), maybe -> maybe.flatMap(x -> Maybe.fromCallable(() -> x)))),
        MAYBE_SWITCH(1.35, maybe(Maybe.empty(), maybe -> maybe.switchIfEmpty(Maybe.<Integer>empty()))),
        MAYBE_DEFER(2.3, maybe(Maybe.just(1), maybe -> Maybe.defer(() -> maybe))),
        MAYBE_RETRY(1.35, maybe(Maybe.just(1), Maybe::retry)),
        COMPLETABLE_AND_THEN(1.35, completable(flow -> flow.andThen(Completable.complete()))),
        COMPLETABLE_AND_THEN_ACTION(1.35, completable(flow -> flow.andThen(Completable.fromAction(() -> {})))),
        COMPLETABLE_DEFER(2.3, completable(flow -> Completable.defer(() -> flow))),
        COMPLETABLE_RETRY(1.75, completable(Completable::retry)),
        OBSERVABLE_CONCAT_MAP(1.75, observable(flow -> flow.concatMap(Observable::just))),
        OBSERVABLE_CONCAT_MAP_HIDDEN(
                1.75, observable(flow -> flow.concatMap(x -> Observable.just(x).hide()))),
        OBSERVABLE_FLAT_MAP(1.75, observable(flow -> flow.flatMap(Observable::just))),
        OBSERVABLE_FLAT_MAP_HIDDEN(
                1.75, observable(flow -> flow.flatMap(x -> Observable.just(x).hide()))),
        OBSERVABLE_FLAT_MAP_SINGLE(1.25, observable(flow -> flow.flatMapSingle(Single::just))),
        OBSERVABLE_FLAT_MAP_SINGLE_CALLABLE(
                1.25, observable(flow -> flow.flatMapSingle(x -> Single.fromCallable(() -> x)))),
        OBSERVABLE_DEFER(2.3, observable(flow -> Observable.defer(() -> flow))),
        OBSERVABLE_RETRY(1.4, observable(Observable::retry)),
        FLOWABLE_CONCAT_MAP(1.75, flowable(flow -> flow.concatMap(Flowable::just))),
        FLOWABLE_CONCAT_MAP_HIDDEN(
                2.0, flowable(flow -> flow.concatMap(x -> Flowable.just(x).hide()))),
        FLOWABLE_FLAT_MAP(1.75, flowable(flow -> flow.flatMap(Flowable::just))),
        FLOWABLE_FLAT_MAP_HIDDEN(
                2.2, flowable(flow -> flow.flatMap(x -> Flowable.just(x).hide()))),
        FLOWABLE_FLAT_MAP_SINGLE(1.25, flowable(flow -> flow.flatMapSingle(Single::just))),
        FLOWABLE_DEFER(2.3, flowable(flow -> Flowable.defer(() -> flow))),
        FLOWABLE_RETRY(1.35, flowable(Flowable::retry));

        /** How many times as much stack it may need with the bridge. */
        final double times;

        /** Assembles a chain of this length and subscribes to it. */
        private final IntFunction<Disposable> run;

        Chain(double times, IntFunction<Disposable> run) {
            this.times = times;
            this.run = run;
        }
    }

    private static IntFunction<Disposable> single(Single<Integer> source, UnaryOperator<Single<Integer>> level) {
        return levels -> repeat(source, level, levels).subscribe(x -> {}, e -> {});
    }

    private static IntFunction<Disposable> maybe(Maybe<Integer> source, UnaryOperator<Maybe<Integer>> level) {
        return levels -> repeat(source, level, levels).subscribe(x -> {}, e -> {});
    }

    private static IntFunction<Disposable> completable(UnaryOperator<Completable> level) {
        return levels -> repeat(Completable.complete(), level, levels).subscribe(() -> {}, e -> {});
    }

    private static IntFunction<Disposable> observable(UnaryOperator<Observable<Integer>> level) {
        return levels -> repeat(Observable.just(1, 2), level, levels).subscribe(x -> {}, e -> {});
    }

    private static IntFunction<Disposable> flowable(UnaryOperator<Flowable<Integer>> level) {
        return levels -> repeat(Flowable.just(1, 2), level, levels).subscribe(x -> {}, e -> {});
    }

    private static <F> F repeat(F source, UnaryOperator<F> level, int levels) {
        F flow = source;
        for (int i = 0; i < levels; i++) {
            flow = level.apply(flow);
        }
        return flow;
    }

    private DeepestChains() {}

    public static void main(String[] arguments) throws InterruptedException {
        RxJavaPlugins.setErrorHandler(failure -> {});
        for (Chain chain : Chain.values()) {
            int without = longest(chain);
            Registration bridge = RxJavaBridge.install();
            int with = longest(chain);
            bridge.close();
            System.out.println(chain + " " + without + " " + with);
        }
    }

    /** Finds the length to within one in fifty. */
    private static int longest(Chain chain) throws InterruptedException {
        int fits = SHORTEST;
        int overflows = 2 * fits;
        while (fits(chain, overflows)) {
            fits = overflows;
            overflows *= 2;
        }
        while (overflows - fits > fits / 50) {
            int between = (fits + overflows) / 2;
            if (fits(chain, between)) {
                fits = between;
            } else {
                overflows = between;
            }
        }
        return fits;
    }

    private static boolean fits(Chain chain, int levels) throws InterruptedException {
        boolean[] fits = new boolean[1];
        AmbientContext context = AmbientContext.empty().with(VALUE, "flow");
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        context.run(() -> {
                            Disposable unused = chain.run.apply(levels);
                        });
                        fits[0] = true;
                    } catch (StackOverflowError overflowed) {
                        fits[0] = false;
                    }
                },
                "deep",
                STACK);
        thread.start();
        thread.join();
        return fits[0];
    }
}
