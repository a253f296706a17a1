/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** The table of the kinds of sources that pass no assembly hook. */
final class UnseenSources {

    /** A source that can be subscribed, and an action that makes it emit 1 and 2 (a Mono 1) and end. */
    record Fed(Flux<Integer> flux, Runnable emit) {}

    /** The same as a Mono. */
    record FedMono(Mono<Integer> mono, Runnable emit) {}

    static final Map<String, Supplier<Fed>> FLUX = new LinkedHashMap<>();
    static final Map<String, Supplier<FedMono>> MONO = new LinkedHashMap<>();

    static {
        many("unicast", () -> Sinks.many().unicast().onBackpressureBuffer());
        many("unicast, onBackpressureError", () -> Sinks.many().unicast().onBackpressureError());
        many("multicast", () -> Sinks.many().multicast().onBackpressureBuffer());
        many("directAllOrNothing", () -> Sinks.many().multicast().directAllOrNothing());
        many("directBestEffort", () -> Sinks.many().multicast().directBestEffort());
        many("replay all", () -> Sinks.many().replay().all());
        many("replay limit", () -> Sinks.many().replay().limit(10));
        many("replay limit by age", () -> Sinks.many().replay().limit(Duration.ofMinutes(1)));
        many("unsafe unicast", () -> Sinks.unsafe().many().unicast().onBackpressureBuffer());
        many("unsafe multicast", () -> Sinks.unsafe().many().multicast().onBackpressureBuffer());
        many("unsafe directBestEffort", () -> Sinks.unsafe().many().multicast().directBestEffort());
        many("unsafe replay", () -> Sinks.unsafe().many().replay().all());

        driver("Flux of a program's own", driver -> driver);
        driver("hide()", Flux::hide);
        driver("checkpoint()", driver -> driver.checkpoint("here"));
        driver("name()", driver -> driver.name("named"));
        driver("onTerminateDetach()", Flux::onTerminateDetach);
        driver("liftPublisher", UnseenSources::lifted);
        driver(
                "lift",
                driver ->
                        driver.transform(Operators.<Integer, Integer>lift((source, actual) -> new Passing<>(actual))));
        driver("liftPublisher on what hooks have seen", driver -> lifted(driver.skip(0)));
        driver("Flux.from", driver -> Flux.from(driver::subscribe));
        driver("contextWrite", driver -> driver.contextWrite(Context.of("key", "value")));
        driver("publish().autoConnect()", driver -> driver.publish().autoConnect());
        driver("cache()", Flux::cache);

        FLUX.put("group", () -> {
            Driver driver = new Driver();
            List<GroupedFlux<Integer, Integer>> groups = new ArrayList<>();
            driver.groupBy(item -> 0).subscribe(groups::add);
            driver.next(1);
            return new Fed(groups.get(0), () -> {
                driver.next(2);
                driver.complete();
            });
        });
        FLUX.put("window", () -> {
            Driver driver = new Driver();
            List<Flux<Integer>> windows = new ArrayList<>();
            driver.window(5).subscribe(windows::add);
            driver.next(1);
            return new Fed(windows.get(0), () -> {
                driver.next(2);
                driver.complete();
            });
        });

        one("one", Sinks::one, mono -> mono);
        one("unsafe one", () -> Sinks.unsafe().one(), mono -> mono);
        one("share()", Sinks::one, Mono::share);
        one("share() under way", Sinks::one, mono -> underWay(mono.share()));
        one("cache() under way", Sinks::one, mono -> underWay(mono.cache()));
        one("share().hide()", Sinks::one, mono -> mono.share().hide());
        one("share().checkpoint()", Sinks::one, mono -> mono.share().checkpoint());
        single("Mono of a program's own", Driver::mono);
        single("Mono.fromDirect", driver -> Mono.fromDirect(driver::subscribe));
        single("Mono.from", driver -> Mono.from(driver::subscribe));
        single("Flux.next()", Flux::next);
        single(
                "Mono of a program's own, flux().single()",
                driver -> driver.mono().flux().single());
        single("then()", driver -> driver.then(Mono.just(1)));
        MONO.put("empty", () -> {
            Sinks.Empty<Integer> sink = Sinks.empty();
            return new FedMono(
                    sink.asMono().materialize().map(signal -> 1),
                    () -> sink.tryEmitEmpty().orThrow());
        });
    }

    private UnseenSources() {}

    private static void many(String name, Supplier<Sinks.Many<Integer>> make) {
        FLUX.put("Sinks, " + name, () -> {
            Sinks.Many<Integer> sink = make.get();
            return new Fed(sink.asFlux(), () -> {
                sink.tryEmitNext(1).orThrow();
                sink.tryEmitNext(2); // unless the operator has cancelled
                sink.tryEmitComplete();
            });
        });
    }

    private static void one(String name, Supplier<Sinks.One<Integer>> make, UnaryOperator<Mono<Integer>> of) {
        MONO.put("Sinks, " + name, () -> {
            Sinks.One<Integer> sink = make.get();
            return new FedMono(
                    of.apply(sink.asMono()), () -> sink.tryEmitValue(1).orThrow());
        });
    }

    private static void driver(String name, UnaryOperator<Flux<Integer>> of) {
        FLUX.put(name, () -> {
            Driver driver = new Driver();
            return new Fed(of.apply(driver), () -> {
                driver.next(1);
                driver.next(2);
                driver.complete();
            });
        });
    }

    private static void single(String name, Function<Driver, Mono<Integer>> of) {
        MONO.put(name, () -> {
            Driver driver = new Driver();
            return new FedMono(of.apply(driver), () -> {
                driver.next(1);
                driver.complete();
            });
        });
    }

    private static Mono<Integer> underWay(Mono<Integer> shared) {
        shared.subscribe();
        return shared;
    }

    private static Flux<Integer> lifted(Flux<Integer> flux) {
        return flux.transform(Operators.<Integer, Integer>liftPublisher((publisher, actual) -> new Passing<>(actual)));
    }

    /** A subscriber of the program's own that passes everything on. */
    private record Passing<T>(CoreSubscriber<? super T> actual) implements CoreSubscriber<T> {

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
    }
}
