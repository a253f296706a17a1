/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import dev.ambient.integration.crossing.Trace.Spot;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import reactor.core.publisher.Flux;

/** The layers of which flows are made: sources, and operators with callbacks on both sides of a hop. */
final class Layers {

    static final int ITEMS = 4;

    /** How each layer changes threads. */
    enum Hop {
        NONE,
        /** The source emits on a thread that works for another request. */
        BUSY_SOURCE,
        /** {@code publishOn}, {@code observeOn}. */
        SIGNALS,
        /** {@code subscribeOn}. */
        SUBSCRIPTION
    }

    /** How the flow ends. */
    enum Ending {
        COMPLETE,
        FAILURE,
        /** The source says nothing, and the subscriber cancels on a thread that works for another request. */
        CANCEL
    }

    private final Trace trace;
    private final StaleThreads threads;
    private final Hop hop;
    private final Ending ending;
    private final int items;

    Layers(Trace trace, StaleThreads threads, Hop hop, Ending ending, Carries carries) {
        this.trace = trace;
        this.threads = threads;
        this.hop = hop;
        this.ending = ending;
        this.items = ending != Ending.COMPLETE ? 0 : carries == Carries.MANY ? ITEMS : 1;
    }

    Flux<Integer> reactorSource() {
        if (ending == Ending.CANCEL) {
            return Flux.never();
        }
        if (hop == Hop.BUSY_SOURCE) {
            return Flux.create(sink -> threads.busy(() -> {
                for (int i = 1; i <= items; i++) {
                    sink.next(i);
                }
                if (ending == Ending.FAILURE) {
                    sink.error(new Expected());
                } else {
                    sink.complete();
                }
            }));
        }
        return ending == Ending.FAILURE ? Flux.error(new Expected()) : Flux.range(1, items);
    }

    Flowable<Integer> rxJavaSource() {
        if (ending == Ending.CANCEL) {
            return Flowable.never();
        }
        if (hop == Hop.BUSY_SOURCE) {
            return Flowable.create(
                    emitter -> threads.busy(() -> {
                        for (int i = 1; i <= items; i++) {
                            emitter.onNext(i);
                        }
                        if (ending == Ending.FAILURE) {
                            emitter.tryOnError(new Expected());
                        } else {
                            emitter.onComplete();
                        }
                    }),
                    BackpressureStrategy.BUFFER);
        }
        return ending == Ending.FAILURE ? Flowable.error(new Expected()) : Flowable.range(1, items);
    }

    /** A layer of Reactor, with what arrives from the source or through a crossing. */
    Flux<Integer> reactor(Place place, Carries arriving, Flux<Integer> source) {
        Flux<Integer> above = source.doOnSubscribe(trace.spot(place, "doOnSubscribe")::take);
        if (ending == Ending.COMPLETE) {
            above = above.doOnRequest(trace.spot(place, "doOnRequest")::take);
        }
        if (hasItems(arriving)) {
            above = above.map(trace.spot(place, "map")::same);
        }
        Flux<Integer> below = switch (hop) {
            case NONE, BUSY_SOURCE -> above;
            case SIGNALS -> above.publishOn(threads.reactor());
            case SUBSCRIPTION -> above.subscribeOn(threads.reactor());
        };
        if (hasItems(arriving)) {
            Spot concatMap = trace.spot(place, "concatMap");
            below = below.filter(trace.spot(place, "filter")::test)
                    .doOnNext(trace.spot(place, "doOnNext")::take)
                    .concatMap(item -> Flux.just(concatMap.same(item)));
        }
        below = switch (ending) {
            case COMPLETE -> below.doOnComplete(trace.spot(place, complete(place))::at);
            case FAILURE -> below.doOnError(trace.spot(place, "doOnError")::take);
            case CANCEL -> below.doOnCancel(trace.spot(place, "doOnCancel")::at);
        };
        return below.doFinally(trace.spot(place, "doFinally")::take);
    }

    /** The same of RxJava. */
    Flowable<Integer> rxJava(Place place, Carries arriving, Flowable<Integer> source) {
        Flowable<Integer> above = source.doOnSubscribe(trace.spot(place, "doOnSubscribe")::take);
        if (ending == Ending.COMPLETE) {
            above = above.doOnRequest(trace.spot(place, "doOnRequest")::take);
        }
        if (hasItems(arriving)) {
            above = above.map(trace.spot(place, "map")::same);
        }
        Flowable<Integer> below = switch (hop) {
            case NONE, BUSY_SOURCE -> above;
            case SIGNALS -> above.observeOn(threads.rxJava());
            case SUBSCRIPTION -> above.subscribeOn(threads.rxJava());
        };
        if (hasItems(arriving)) {
            Spot concatMap = trace.spot(place, "concatMap");
            below = below.filter(trace.spot(place, "filter")::test)
                    .doOnNext(trace.spot(place, "doOnNext")::take)
                    .concatMap(item -> Flowable.just(concatMap.same(item)));
        }
        below = switch (ending) {
            case COMPLETE -> below.doOnComplete(trace.spot(place, complete(place))::at);
            case FAILURE -> below.doOnError(trace.spot(place, "doOnError")::take);
            case CANCEL -> below.doOnCancel(trace.spot(place, "doOnCancel")::at);
        };
        return below.doFinally(trace.spot(place, "doFinally")::at);
    }

    /** A crossing that takes one item may then cancel what is above it. */
    private static String complete(Place place) {
        return place == Place.OUTER ? "doOnComplete" : "doOnComplete?";
    }

    /** The subscriber, of neither library. */
    End end(Carries arriving) {
        return new End(trace, hasItems(arriving), ending);
    }

    private boolean hasItems(Carries arriving) {
        return ending == Ending.COMPLETE && arriving != Carries.NONE;
    }

    static final class Expected extends RuntimeException {

        private static final long serialVersionUID = 1;

        Expected() {
            super("expected", null, false, false);
        }
    }
}
