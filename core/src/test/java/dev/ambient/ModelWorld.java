/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the threads of one sequence work on, and what they are told. */
final class ModelWorld implements AutoCloseable {

    /** A change as a listener hears of it. */
    record Change(Ambient<Object> key, Object previous, Object current, ChangeListener.Cause cause) {}

    /** What one thread has been told and has not asked for yet. */
    private record Told(List<Change> changes, List<Problem.Kind> problems) {}

    final List<Ambient<Object>> keys;
    final boolean listening;

    /** A foreign thread-local. */
    final ThreadLocal<String> user = new ThreadLocal<>();

    private final ThreadLocal<Told> told =
            ThreadLocal.withInitial(() -> new Told(new ArrayList<>(), new ArrayList<>()));
    private final Deque<Registration> registrations = new ArrayDeque<>();

    ModelWorld(List<Ambient<Object>> keys, boolean listening) {
        this.keys = keys;
        this.listening = listening;
        registrations.push(AmbientRegistry.global().register("user", user));
        registrations.push(
                AmbientRegistry.global().reportTo(problem -> told.get().problems.add(problem.kind())));
        for (Ambient<Object> key : listening ? keys : List.<Ambient<Object>>of()) {
            registrations.push(key.onChange(
                    (previous, current, cause) -> told.get().changes.add(new Change(key, previous, current, cause))));
        }
    }

    /** The changes that this thread has been told of since the last call. */
    List<Change> changes() {
        List<Change> sofar = List.copyOf(told.get().changes);
        told.get().changes.clear();
        return sofar;
    }

    /** The problems that this thread has reported since the last call. */
    List<Problem.Kind> problems() {
        List<Problem.Kind> sofar = List.copyOf(told.get().problems);
        told.get().problems.clear();
        return sofar;
    }

    @Override
    public void close() {
        while (!registrations.isEmpty()) {
            registrations.pop().close();
        }
    }
}
