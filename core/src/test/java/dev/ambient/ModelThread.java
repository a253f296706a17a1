/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be on one thread: its values, whether flow is suppressed, one foreign thread-local, and the blocks and
 * scopes that are open.
 *
 * <p>What the model says of foreign thread-locals: a captured context sets them, and where it ends they are as they
 * were; nothing else touches them. Of suppressed flow: a context that is made current brings its own.
 */
abstract class ModelThread {

    /** The values, and whether they flow. */
    record State(Map<Ambient<Object>, Object> values, boolean suppressed) {

        State with(Ambient<Object> key, Object value) {
            Map<Ambient<Object>, Object> changed = new HashMap<>(values);
            if (value == null) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
            return new State(changed, suppressed);
        }
    }

    /** A scope, or a block if {@code scope} is null, and what must be there again when it has ended. */
    private static final class Entry {
        final Scope scope;
        final State before;
        final boolean foreign;
        final String userBefore;
        boolean closed;

        Entry(Scope scope, State before, boolean foreign, String userBefore) {
            this.scope = scope;
            this.before = before;
            this.foreign = foreign;
            this.userBefore = userBefore;
        }
    }

    State state = new State(Map.of(), false);
    String user;

    /** Scopes that were left open and have ended with their block. */
    final List<Scope> ended = new ArrayList<>();

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Model.World world;

    ModelThread(Model.World world) {
        this.world = world;
    }

    /** A block or, with a scope, a scope has begun. A captured context, and only that, is foreign. */
    final void begin(Scope scope, State inside, boolean foreign, String userInside) {
        entries.push(new Entry(scope, state, foreign, user));
        state = inside;
        user = foreign ? userInside : user;
    }

    /** The innermost block has ended, and the scopes that were left open in it. */
    final void endBlock() {
        Entry entry;
        do {
            entry = entries.pop();
            if (entry.scope != null) {
                ended.add(entry.scope);
            }
            end(entry);
        } while (entry.scope != null);
        endThoseClosedEarly();
    }

    final List<Scope> openScopes() {
        return entries.stream()
                .map(entry -> entry.scope)
                .filter(scope -> scope != null)
                .toList();
    }

    final void close(Scope scope) {
        scope.close();
        boolean inBlock = false;
        for (Entry entry : entries) { // innermost first
            inBlock |= entry.scope == null;
            if (entry.scope == scope) {
                entry.closed = true;
                break;
            }
        }
        if (!inBlock) {
            endInside(scope);
        }
        endThoseClosedEarly();
    }

    /** What was left open inside a scope ends with it. */
    private void endInside(Scope scope) {
        while (entries.peek().scope != scope) {
            ended.add(entries.peek().scope);
            end(entries.pop());
        }
    }

    private void endThoseClosedEarly() {
        while (!entries.isEmpty() && entries.peek().closed) {
            end(entries.pop());
        }
    }

    private void end(Entry entry) {
        state = entry.before;
        user = entry.foreign ? entry.userBefore : user;
    }

    final void check() {
        Map<Ambient<Object>, Object> told = world.told().get();
        for (Ambient<Object> key : world.keys()) {
            Object expected = state.values.get(key);
            assertThat(key.get()).as(key.name()).isEqualTo(expected);
            assertThat(told.get(key))
                    .as("what the listener of %s was told", key)
                    .isEqualTo(expected);
        }
        assertThat(world.user().get()).as("user").isEqualTo(user);
    }
}
