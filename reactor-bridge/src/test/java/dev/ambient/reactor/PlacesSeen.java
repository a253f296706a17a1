/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.TENANT;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tenant that callbacks at several places of a chain saw. The value and the plain entry must agree. */
final class PlacesSeen {

    private record Sight(String place, String callback, String expected, String seen) {}

    private final Queue<Sight> sights = new ConcurrentLinkedQueue<>();

    /** Callbacks of each kind, in both directions, and the entry of Reactor's Context. */
    UnaryOperator<Flux<Integer>> at(String place, String expected) {
        Notes notes = new Notes(place, expected);
        return flux -> flux.doFirst(() -> notes.value("doFirst"))
                .doOnSubscribe(subscription -> notes.value("doOnSubscribe"))
                .doOnRequest(n -> notes.value("doOnRequest"))
                .map(item -> {
                    notes.value("map");
                    return item;
                })
                .<Integer>handle((item, sink) -> {
                    notes.value("handle");
                    notes.add("plain entry in handle", sink.contextView().getOrDefault("tenant", null));
                    sink.next(item);
                })
                .flatMap(item -> Mono.deferContextual(context -> {
                    notes.value("deferContextual");
                    notes.add("plain entry", context.getOrDefault("tenant", null));
                    notes.add("ReactorBridge.get", ReactorBridge.get(context, TENANT));
                    return Mono.just(item);
                }))
                .doOnComplete(() -> notes.value("doOnComplete"))
                .doFinally(signal -> notes.value("doFinally"));
    }

    /** Returns the places that saw something else. If no callback ran, it returns an entry for that. */
    List<String> wrong() {
        return sights.isEmpty()
                ? List.of("no callback was called")
                : sights.stream()
                        .filter(sight -> !Objects.equals(sight.seen(), sight.expected()))
                        .map(Sight::toString)
                        .distinct()
                        .toList();
    }

    private final class Notes {

        private final String place;
        private final String expected;

        Notes(String place, String expected) {
            this.place = place;
            this.expected = expected;
        }

        void value(String callback) {
            add(callback, TENANT.get());
        }

        void add(String callback, String seen) {
            sights.add(new Sight(place, callback, expected, seen));
        }
    }
}
