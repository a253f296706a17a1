/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;

import dev.ambient.Ambient;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** One step of a chain in {@link PrecedenceTest}: an operator, or a place where values are read. */
record Step(String name, BiFunction<Setting, Flux<Integer>, Flux<Integer>> operator) {

    /** What was current where the flow was subscribed. */
    static final String CURRENT = "current";

    static final String NONE = "none";

    static Step sees(String expected) {
        return new Step(expected, (setting, flux) -> {
            String value = expected.equals(CURRENT) ? setting.current() : expected;
            return flux.transform(setting.seen().at(setting.toString(), value.equals(NONE) ? null : value));
        });
    }

    static Step put(String value) {
        return new Step("put", (setting, flux) -> flux.contextWrite(ReactorBridge.put(TENANT, value)));
    }

    static Step putOther() {
        return new Step("put of another", (setting, flux) -> flux.contextWrite(ReactorBridge.put(REQUEST_ID, "r-1")));
    }

    static Step plain(String value) {
        return new Step("plain", (setting, flux) -> flux.contextWrite(context -> context.put("tenant", value)));
    }

    static Step delete() {
        return new Step("delete", (setting, flux) -> flux.contextWrite(context -> context.delete("tenant")));
    }

    static Step capture() {
        return new Step("capture", (setting, flux) -> flux.contextCapture());
    }

    static Step set(String value) {
        return new Step("set", (setting, flux) -> flux.doOnNext(item -> TENANT.set(value)));
    }

    static Step unset() {
        return new Step("unset", (setting, flux) -> flux.doOnNext(item -> TENANT.unset()));
    }

    static Step hop() {
        return new Step(
                "publishOn", (setting, flux) -> flux.publishOn(setting.workers().scheduler()));
    }

    /** A publisher of its own for each item. */
    static Step inner(Step... steps) {
        return new Step(
                "inner(" + names(List.of(steps)) + ")",
                (setting, flux) -> flux.concatMap(item -> chain(List.of(steps), setting)));
    }

    /** Sets a value while the publisher is made and subscribed, as a callback may do. */
    static Step innerAfterSet(String value, Step... steps) {
        return new Step(
                "set, inner(" + names(List.of(steps)) + ")",
                (setting, flux) -> flux.concatMap(item -> {
                    TENANT.set(value);
                    return chain(List.of(steps), setting);
                }));
    }

    static Flux<Integer> chain(List<Step> steps, Setting setting) {
        Flux<Integer> flux = setting.from().source.apply(setting);
        for (Step step : steps) {
            flux = step.operator.apply(setting, flux);
        }
        return flux;
    }

    static String names(List<Step> steps) {
        return steps.stream().map(Step::name).collect(Collectors.joining(" < "));
    }

    /** The source of the items. */
    enum From {
        CALLER(setting -> Flux.range(1, 3)),
        AFTER_PUBLISH_ON(setting -> Flux.range(1, 3).publishOn(setting.workers().scheduler())),
        AFTER_SUBSCRIBE_ON(
                setting -> Flux.range(1, 3).hide().subscribeOn(setting.workers().scheduler())),
        BUSY_THREAD(setting -> Flux.create(sink -> setting.emitters()
                .execute(() -> Ambient.where(TENANT, "busy").run(() -> {
                    Stream.of(1, 2, 3).forEach(sink::next);
                    sink.complete();
                }))));

        private final java.util.function.Function<Setting, Flux<Integer>> source;

        From(java.util.function.Function<Setting, Flux<Integer>> source) {
            this.source = source;
        }
    }

    /** The conditions in which a chain runs. */
    record Setting(From from, String current, PlacesSeen seen, Pool workers, Pool emitters) {

        @Override
        public String toString() {
            return from + ", current: " + current;
        }
    }

    /** With a current value and without one, for each source. */
    static List<Setting> settings(PlacesSeen seen, Pool workers, Pool emitters) {
        return Stream.of(CURRENT, NONE)
                .flatMap(current ->
                        Arrays.stream(From.values()).map(from -> new Setting(from, current, seen, workers, emitters)))
                .toList();
    }
}
