/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tasks that are not work of the flow that submits them, by the names of their classes. The data are in {@link TaskRow}, and
 * the program can add to them.
 *
 * <p>A class is looked up once, and its row is kept with the class, as a number: an object of ours would keep us from being unloaded.
 */
public final class KnownTasks {

    private static final int UNKNOWN = -1;

    /** Prefixes that the program has added, and how often. */
    private static final Map<String, Integer> ADDED = new HashMap<>();

    private static volatile KnownTasks known = new KnownTasks(TaskRow.ALL);

    private final List<TaskRow> rows;
    private final ClassValue<Integer> rowOf = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            return find(type);
        }
    };

    private KnownTasks(List<TaskRow> rows) {
        this.rows = rows;
    }

    /** Returns whether a task should see what is current where it is submitted. */
    public static boolean isOfFlow(Object task) {
        KnownTasks known = KnownTasks.known;
        int row = known.rowOf.get(task.getClass());
        return row == UNKNOWN || known.rows.get(row).isOfFlow(task);
    }

    /** Makes tasks begin in the empty context if the name of their class begins with the prefix. */
    public static Registration add(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        if (prefix.isBlank()) {
            throw new IllegalArgumentException(
                    "An empty prefix names every task. Give the package of the library, with its"
                            + " last dot, or the name of a class.");
        }
        change(prefix, 1);
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                change(prefix, -1);
            }
        };
    }

    private static synchronized void change(String prefix, int by) {
        int before = ADDED.getOrDefault(prefix, 0);
        int now = before + by;
        if (now == 0) {
            ADDED.remove(prefix);
        } else {
            ADDED.put(prefix, now);
        }
        if (before == 0 || now == 0) { // else the table does not change
            List<TaskRow> rows = new ArrayList<>(TaskRow.ALL);
            ADDED.keySet().forEach(added -> rows.add(TaskRow.ofNoFlow(added, "the program says so")));
            known = new KnownTasks(rows);
        }
    }

    private int find(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            int row = find(each.getName());
            if (row != UNKNOWN) {
                return row;
            }
        }
        return AsynchronousCompletionTask.class.isAssignableFrom(type)
                ? find(AsynchronousCompletionTask.class.getName())
                : UNKNOWN;
    }

    /** The longest prefix wins, and of equal ones the last, which is the program's. */
    private int find(String name) {
        int found = UNKNOWN;
        @Nullable String longest = null;
        for (int i = 0; i < rows.size(); i++) {
            String prefix = rows.get(i).prefix();
            if (name.startsWith(prefix) && (longest == null || prefix.length() >= longest.length())) {
                found = i;
                longest = prefix;
            }
        }
        return found;
    }
}
