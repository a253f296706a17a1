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
 * Which tasks are not work of the flow that hands them on, by the names of their classes: the data is {@link TaskRow}'s, and
 * what a program adds.
 *
 * <p>A class is looked up once. What is found is kept with the class, as a number: an object of ours would keep us from being
 * unloaded.
 */
public final class KnownTasks {

    private static final int UNKNOWN = -1;

    /** Prefixes that a program added, and how often. */
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

    /** Whether a task should see what is current where it is handed on. */
    public static boolean isOfFlow(Object task) {
        KnownTasks known = KnownTasks.known;
        int row = known.rowOf.get(task.getClass());
        return row == UNKNOWN || known.rows.get(row).isOfFlow(task);
    }

    /** Has tasks begin empty whose class's name begins so. */
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
        if (before == 0 || now == 0) { // else the table is as it was
            List<TaskRow> rows = new ArrayList<>(TaskRow.ALL);
            ADDED.keySet().forEach(added -> rows.add(TaskRow.ofNobody(added, "the program says so")));
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

    /** The longest prefix says most; what the program added comes last, and is asked before what is equal. */
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
