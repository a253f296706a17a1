/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static dev.ambient.Problem.Kind.SCOPE_ON_OTHER_THREAD;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be on one thread: its values, whether flow is suppressed, one foreign thread-local, the blocks and scopes
 * that are open, and what has been told to listeners and reported.
 *
 * <p>What the model says of foreign thread-locals: a captured context sets them, and where it ends they are as they
 * were; nothing else touches them. Of suppressed flow: a context that is made current brings its own.
 */
abstract class ModelThread {

    /** The values, and whether they flow. */
    record State(Map<Ambient<Object>, Object> values, boolean suppressed) {

        static final State NOTHING = new State(Map.of(), false);

        State with(List<Ambient<Object>> keys, Object value) {
            Map<Ambient<Object>, Object> changed = new HashMap<>(values);
            keys.forEach(key -> changed.merge(key, value, (there, next) -> same(there, next) ? there : next));
            return new State(changed, suppressed);
        }

        State without(Ambient<Object> key) {
            Map<Ambient<Object>, Object> changed = new HashMap<>(values);
            changed.remove(key);
            return new State(changed, suppressed);
        }
    }

    /** What becomes of the foreign thread-local where something begins and ends. */
    enum Foreign {
        LEFT_ALONE,
        GIVEN_BACK,
        SET_AND_GIVEN_BACK
    }

    /** What a context or a block brings, be it no user. */
    record Inside(State state, Foreign foreign, String user) {}

    /** A scope, or a block if {@code scope} is null, and what must be there again when it has ended. */
    static final class Entry {
        private final Scope scope;
        private final State before;
        private final boolean foreign;
        private final String userBefore;
        private boolean closed;

        private Entry(Scope scope, State before, boolean foreign, String userBefore) {
            this.scope = scope;
            this.before = before;
            this.foreign = foreign;
            this.userBefore = userBefore;
        }
    }

    final ModelWorld world;
    State state = State.NOTHING;
    String user;

    /** Reports that must have been made since the last check. */
    private final List<Problem.Kind> problems = new ArrayList<>();

    /** The values at the last check. */
    private Map<Ambient<Object>, Object> before = Map.of();

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Entry> ended = new ArrayList<>();

    ModelThread(ModelWorld world) {
        this.world = world;
    }

    /** A block or, with a scope, a scope has begun. */
    final void begin(Scope scope, Inside inside) {
        entries.push(new Entry(scope, state, inside.foreign != Foreign.LEFT_ALONE, user));
        state = inside.state;
        user = inside.foreign == Foreign.SET_AND_GIVEN_BACK ? inside.user : user;
    }

    /** The innermost block has ended, and the scopes that were left open in it. */
    final void endBlock() {
        if (entries.peek().scope != null) {
            problems.add(SCOPE_LEFT_OPEN);
        }
        while (entries.peek().scope != null) {
            endInnermost();
        }
        endInnermost();
        endThoseClosedEarly();
    }

    final void closeScope(Entry entry) {
        if (entry == null) {
            return;
        }
        entry.scope.close();
        if (entry.closed) {
            return;
        }
        entry.closed = true;
        if (!entries.contains(entry)) {
            problems.add(SCOPE_CLOSED_LATE);
            return;
        }
        if (entries.peek() != entry) {
            problems.add(SCOPE_OUT_OF_ORDER);
        }
        if (!isInnerBlock(entry)) {
            while (entries.peek() != entry) {
                endInnermost();
            }
        }
        endThoseClosedEarly();
    }

    final void closeScopeOnOtherThread(Entry entry) {
        if (entry != null) {
            List<Problem.Kind> there = CleanThread.elsewhere(() -> {
                entry.scope.close();
                agree("told on another thread", world.changes(), List.of());
                return world.problems();
            });
            agree("reported on another thread", there, entry.closed ? List.of() : List.of(SCOPE_ON_OTHER_THREAD));
        }
    }

    /** Innermost first; {@code null} if none is open. */
    final Entry openScope(int number) {
        List<Entry> open = entries.stream().filter(entry -> entry.scope != null).toList();
        return open.isEmpty() ? null : open.get(number % open.size());
    }

    /** The last one first; {@code null} if none has ended. */
    final Entry endedScope(int number) {
        return ended.isEmpty() ? null : ended.get(ended.size() - 1 - number % ended.size());
    }

    private boolean isInnerBlock(Entry scope) {
        for (Entry entry : entries) { // innermost first
            if (entry == scope || entry.scope == null) {
                return entry != scope;
            }
        }
        throw new IllegalArgumentException();
    }

    private void endThoseClosedEarly() {
        while (!entries.isEmpty() && entries.peek().closed) {
            endInnermost();
        }
    }

    private void endInnermost() {
        Entry entry = entries.pop();
        state = entry.before;
        user = entry.foreign ? entry.userBefore : user;
        if (entry.scope != null) {
            ended.add(entry);
        }
    }

    /** Compares all that can be seen on the thread; what has changed since the last check has the cause. */
    final void check(ChangeListener.Cause cause) {
        List<ModelWorld.Change> changes = new ArrayList<>();
        for (Ambient<Object> key : world.keys) {
            Object previous = before.get(key);
            Object current = state.values.get(key);
            if (key.get() != current) {
                agree(key.toString(), key.get(), current);
                throw new AssertionError(key + " has another object that is equal to " + current);
            }
            if (world.listening && !same(previous, current)) {
                changes.add(new ModelWorld.Change(key, previous, current, cause));
            }
        }
        before = state.values;
        agree("the foreign thread-local", world.user.get(), user);
        agree("told", world.changes(), changes);
        agree("reported", world.problems(), problems);
        problems.clear();
    }

    abstract void agree(String what, Object is, Object mustBe);

    /** Rule 10: the same object, or an equal boxed value, which here is a number. */
    static boolean same(Object a, Object b) {
        return a == b || (a instanceof Number && a.equals(b));
    }
}
