/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records the ambient value that each callback of a flow saw, under the callback's name. */
final class Seen {

    /** The ambient value that all tests of this package use. */
    static final Ambient<String> VALUE = Ambient.named("value");

    /** What a callback saw, and where. */
    record Call(String callback, String value, String thread) {}

    private final Collection<Call> calls = new ConcurrentLinkedQueue<>();

    /** Records what is seen here. */
    void at(String callback) {
        calls.add(new Call(callback, VALUE.get(), Thread.currentThread().getName()));
    }

    /** Records what is seen here and returns the item, so that it fits into a lambda. */
    <T> T at(String callback, T item) {
        at(callback);
        return item;
    }

    /** Returns when each of these callbacks was called at least once. */
    void awaitCalls(Collection<String> callbacks) {
        if (!names().containsAll(callbacks)) {
            Soon.holds(() -> assertThat(names()).containsAll(callbacks));
        }
    }

    void awaitCalls(String... callbacks) {
        awaitCalls(List.of(callbacks));
    }

    /** Removes all records. */
    void clear() {
        calls.clear();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        calls.forEach(call -> names.add(call.callback()));
        return names;
    }

    List<String> values() {
        List<String> values = new ArrayList<>();
        calls.forEach(call -> values.add(call.value()));
        return values;
    }

    /** Returns what one callback saw, call by call. */
    List<String> values(String callback) {
        List<String> values = new ArrayList<>();
        calls.stream().filter(call -> call.callback().equals(callback)).forEach(call -> values.add(call.value()));
        return values;
    }

    /** Returns the calls that saw another value. */
    List<Call> callsThatDidNotSee(String value) {
        List<Call> wrong = new ArrayList<>();
        calls.stream().filter(call -> !value.equals(call.value())).forEach(wrong::add);
        return wrong;
    }
}
