/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The request id that each callback saw.
 *
 * <p>Each callback that was made here must be called, since a test whose callbacks never ran would prove nothing. If timing decides
 * whether a callback runs, its name ends in a question mark.
 */
class Seen {

    record Sight(String callback, String value, String thread) {}

    private final Queue<Sight> sights = new ConcurrentLinkedQueue<>();
    private final Set<String> planned = ConcurrentHashMap.newKeySet();

    /** Notes what the caller sees. */
    void at(String callback) {
        sights.add(new Sight(callback, REQUEST_ID.get(), Thread.currentThread().getName()));
    }

    <T> Function<T, T> same(String callback) {
        return to(callback, item -> item);
    }

    <T, R> Function<T, R> to(String callback, Function<? super T, ? extends R> function) {
        plan(callback);
        return item -> {
            at(callback);
            return function.apply(item);
        };
    }

    <A, B, R> BiFunction<A, B, R> both(String callback, BiFunction<? super A, ? super B, ? extends R> function) {
        plan(callback);
        return (a, b) -> {
            at(callback);
            return function.apply(a, b);
        };
    }

    <T> Predicate<T> test(String callback, Predicate<? super T> predicate) {
        plan(callback);
        return item -> {
            at(callback);
            return predicate.test(item);
        };
    }

    <T> Consumer<T> take(String callback) {
        plan(callback);
        return item -> at(callback);
    }

    Runnable run(String callback) {
        plan(callback);
        return () -> at(callback);
    }

    <T> Supplier<T> give(String callback, Supplier<? extends T> supplier) {
        plan(callback);
        return () -> {
            at(callback);
            return supplier.get();
        };
    }

    final void plan(String callback) {
        if (!callback.endsWith("?")) {
            planned.add(callback);
        }
    }

    List<String> values(String callback) {
        return sights.stream()
                .filter(sight -> sight.callback().equals(callback))
                .map(Sight::value)
                .toList();
    }

    /** Waits for the callbacks that come after the last signal. */
    void awaitAllCalled() {
        if (called().containsAll(planned)) {
            return;
        }
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(called()).as("callbacks that were called").containsAll(planned));
    }

    /** Checks flows whose callbacks have all been called by now, if they are called at all. */
    void allCalledByNow() {
        assertThat(called()).as("callbacks that were called").containsAll(planned);
    }

    private Set<String> called() {
        return sights.stream().map(Sight::callback).collect(Collectors.toSet());
    }

    void allSaw(String value) {
        awaitAllCalled();
        assertThat(sights)
                .as("callbacks that saw something other than '%s'", value)
                .filteredOn(sight -> !value.equals(sight.value()))
                .isEmpty();
    }

    void allSawNone() {
        awaitAllCalled();
        assertThat(sights)
                .as("callbacks that saw a value, where there should be none")
                .filteredOn(sight -> sight.value() != null)
                .isEmpty();
    }
}
