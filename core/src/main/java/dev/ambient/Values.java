/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of a context: an immutable map that is only an array, so that a context is one small object.
 *
 * <p>Up to {@value #FLAT} values stand flat, key beside value, and are searched one by one. More are a trie over the numbers of the keys,
 * three bits a level: a slot is empty, an entry, or the array of the next level. Keys are numbered in the order in which they are
 * created, so those of a program fill the trie evenly, and no two have the same number, so there are no collisions. A change copies one
 * array of eight a level: two for 64 values.
 */
final class Values {

    /** From here on, searching one by one costs more than two levels of the trie. */
    static final int FLAT = 8;

    static final @Nullable Object[] NONE = {};

    private static final int BITS = 3;
    private static final int SLOTS = 1 << BITS;

    private record Entry(Ambient<?> key, Object value) {}

    private Values() {}

    static @Nullable Object get(@Nullable Object[] values, int size, Ambient<?> key) {
        if (size <= FLAT) {
            int i = indexOf(values, key);
            return i < 0 ? null : values[i + 1];
        }
        int bits = key.number();
        Object slot = values[bits & (SLOTS - 1)];
        while (slot instanceof Object[] level) {
            bits >>>= BITS;
            slot = level[bits & (SLOTS - 1)];
        }
        return slot instanceof Entry entry && entry.key == key ? entry.value : null;
    }

    /** Returns a copy with another value of a key that is in it. */
    static @Nullable Object[] replace(@Nullable Object[] values, int size, Ambient<?> key, Object value) {
        if (size > FLAT) {
            return put(values, 0, new Entry(key, value));
        }
        @Nullable Object[] changed = values.clone();
        changed[indexOf(values, key) + 1] = value;
        return changed;
    }

    /** Returns a copy with a key that is not in it. */
    static @Nullable Object[] add(@Nullable Object[] values, int size, Ambient<?> key, Object value) {
        if (size >= FLAT) {
            return put(size == FLAT ? toTrie(values) : values, 0, new Entry(key, value));
        }
        @Nullable Object[] more = Arrays.copyOf(values, values.length + 2);
        more[values.length] = key;
        more[values.length + 1] = value;
        return more;
    }

    /** Returns a copy without a key that is in it. */
    static @Nullable Object[] remove(@Nullable Object[] values, int size, Ambient<?> key) {
        if (size > FLAT) {
            @Nullable Object[] fewer = removeFrom(values, 0, key);
            return size - 1 > FLAT ? fewer : toFlat(fewer);
        }
        int at = indexOf(values, key);
        @Nullable Object[] fewer = new Object[values.length - 2];
        System.arraycopy(values, 0, fewer, 0, at);
        System.arraycopy(values, at + 2, fewer, at, fewer.length - at);
        return fewer;
    }

    static void forEach(@Nullable Object[] values, int size, BiConsumer<Ambient<?>, Object> action) {
        if (size > FLAT) {
            forEachInTrie(values, action);
            return;
        }
        for (int i = 0; i < values.length; i += 2) {
            Object key = values[i];
            Object value = values[i + 1];
            if (key instanceof Ambient<?> ambient && value != null) {
                action.accept(ambient, value);
            }
        }
    }

    private static int indexOf(@Nullable Object[] flat, Ambient<?> key) {
        for (int i = 0; i < flat.length; i += 2) {
            if (flat[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object[] put(@Nullable Object[] level, int shift, Entry entry) {
        int i = slot(entry.key, shift);
        Object there = level[i];
        @Nullable Object[] changed = level.clone();
        if (there instanceof Object[] next) {
            changed[i] = put(next, shift + BITS, entry);
        } else if (there instanceof Entry other && other.key != entry.key) {
            @Nullable Object[] next = new Object[SLOTS];
            next[slot(other.key, shift + BITS)] = other;
            changed[i] = put(next, shift + BITS, entry);
        } else {
            changed[i] = entry;
        }
        return changed;
    }

    /** A level that becomes empty stays: it costs little, and the next change may need it. */
    private static @Nullable Object[] removeFrom(@Nullable Object[] level, int shift, Ambient<?> key) {
        int i = slot(key, shift);
        @Nullable Object[] changed = level.clone();
        changed[i] = level[i] instanceof Object[] next ? removeFrom(next, shift + BITS, key) : null;
        return changed;
    }

    private static void forEachInTrie(@Nullable Object[] level, BiConsumer<Ambient<?>, Object> action) {
        for (Object slot : level) {
            if (slot instanceof Object[] next) {
                forEachInTrie(next, action);
            } else if (slot instanceof Entry entry) {
                action.accept(entry.key, entry.value);
            }
        }
    }

    private static @Nullable Object[] toTrie(@Nullable Object[] flat) {
        @Nullable Object[] trie = new Object[SLOTS];
        forEach(flat, FLAT, (key, value) -> fill(trie, new Entry(key, value)));
        return trie;
    }

    /** Adds to a trie that no other thread has seen yet. */
    private static void fill(@Nullable Object[] trie, Entry entry) {
        System.arraycopy(put(trie, 0, entry), 0, trie, 0, SLOTS);
    }

    private static @Nullable Object[] toFlat(@Nullable Object[] trie) {
        @Nullable Object[] flat = new Object[2 * FLAT];
        forEachInTrie(trie, new BiConsumer<>() {
            private int next;

            @Override
            public void accept(Ambient<?> key, Object value) {
                flat[next++] = key;
                flat[next++] = value;
            }
        });
        return flat;
    }

    private static int slot(Ambient<?> key, int shift) {
        return (key.number() >>> shift) & (SLOTS - 1);
    }
}
