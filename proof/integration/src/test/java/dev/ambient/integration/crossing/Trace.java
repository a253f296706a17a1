/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;
import static dev.ambient.integration.crossing.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * What the callbacks of one flow saw. Each spot must be reached, for a callback that never ran would prove nothing, unless
 * its name ends in a question mark.
 */
final class Trace {

    record Sight(String spot, String requestId, String tenant, String thread) {}

    private final Map<Place, Queue<Sight>> sights = new ConcurrentHashMap<>();
    private final Set<String> spots = ConcurrentHashMap.newKeySet();

    Trace() {
        EnumSet.allOf(Place.class).forEach(place -> sights.put(place, new ConcurrentLinkedQueue<>()));
    }

    /** A callback, in the shapes that libraries take. */
    final class Spot {

        private final Place place;
        private final String name;

        private Spot(Place place, String name) {
            this.place = place;
            this.name = place + " " + name;
            if (!name.endsWith("?")) {
                spots.add(this.name);
            }
        }

        void at() {
            sights.get(place)
                    .add(new Sight(
                            name,
                            REQUEST_ID.get(),
                            TENANT.get(),
                            Thread.currentThread().getName()));
        }

        <T> void take(T ignored) {
            at();
        }

        <T> T same(T item) {
            at();
            return item;
        }

        <T> boolean test(T ignored) {
            at();
            return true;
        }
    }

    Spot spot(Place place, String name) {
        return new Spot(place, name);
    }

    /** Waits until every spot was reached, also those that come after the last signal. */
    void awaitAll() {
        await(this::missing);
    }

    /** Waits until the source is subscribed. */
    void awaitSubscribed() {
        await(() -> missing().contains(Place.INNER + " doOnSubscribe") ? Set.of("the source") : Set.of());
    }

    private static void await(Supplier<Set<String>> missing) {
        if (!missing.get().isEmpty()) {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(missing.get()).as("callbacks not called").isEmpty());
        }
    }

    void saw(Place place, String requestId) {
        assertThat(sights.get(place))
                .as("%s callbacks that saw another request id than '%s'", place, requestId)
                .filteredOn(sight -> !Objects.equals(requestId, sight.requestId()))
                .isEmpty();
    }

    void sawTenant(Place place, String tenant) {
        assertThat(sights.get(place))
                .as("%s callbacks that saw another tenant than '%s'", place, tenant)
                .filteredOn(sight -> !Objects.equals(tenant, sight.tenant()))
                .isEmpty();
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>(spots);
        sights.values().forEach(seen -> seen.forEach(sight -> missing.remove(sight.spot())));
        return missing;
    }
}
