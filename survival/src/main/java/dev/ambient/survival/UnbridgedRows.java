/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.Connector.FIRST;
import static dev.ambient.survival.Row.shared;

import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Sinks;

/** Operators directly on a sink, which pass none of Reactor's hooks. Counted apart, and asked of nobody. */
final class UnbridgedRows {

    private UnbridgedRows() {}

    static List<Row> rows() {
        return List.of(
                many("unicast", () -> Sinks.many().unicast().onBackpressureBuffer()),
                many("multicast, buffering", () -> Sinks.many().multicast().onBackpressureBuffer()),
                many("multicast, direct", () -> Sinks.many().multicast().directBestEffort()),
                many("replay", () -> Sinks.many().replay().all()),
                shared("Sinks.one", FIRST, p -> {
                    Sinks.One<Integer> sink = Sinks.one();
                    p.onSource(() -> sink.tryEmitValue(1));
                    return seen -> sink.asMono().map(seen.same("map"));
                }),
                shared("Sinks.empty", FIRST, p -> {
                    Sinks.Empty<Integer> sink = Sinks.empty();
                    p.onSource(sink::tryEmitEmpty);
                    return seen -> sink.asMono().doOnTerminate(seen.run("doOnTerminate"));
                }));
    }

    private static Row many(String flavour, Supplier<Sinks.Many<Integer>> make) {
        return shared("Sinks.many, " + flavour, FIRST, p -> {
            Sinks.Many<Integer> sink = make.get();
            p.onSource(() -> {
                sink.tryEmitNext(1);
                sink.tryEmitNext(2);
                sink.tryEmitComplete();
            });
            return seen -> sink.asFlux().map(seen.same("map?"));
        });
    }
}
