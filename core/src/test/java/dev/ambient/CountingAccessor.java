/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.UnaryOperator;

/**
 * A foreign thread-local that counts how often it is asked and written, and that may store another object than it is given,
 * as Spring Security's observations do. For tests of one thread.
 */
final class CountingAccessor implements ThreadLocalAccessor<Object> {

    final ThreadLocal<Object> threadLocal = new ThreadLocal<>();
    int reads;
    int writes;
    private final Object key;
    private final UnaryOperator<Object> stored;
    private final UnaryOperator<Object> read;

    CountingAccessor(Object key) {
        this(key, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * One that is not what it seems.
     *
     * @param stored what is stored in place of what was given
     * @param read what is handed out in place of what was stored
     */
    CountingAccessor(Object key, UnaryOperator<Object> stored, UnaryOperator<Object> read) {
        this.key = key;
        this.stored = stored;
        this.read = read;
    }

    /** What is given to be stored, and unwrapped when it is. */
    record Wrapper(Object inner) {
        static Object unwrap(Object value) {
            return value instanceof Wrapper wrapper ? wrapper.inner : value;
        }
    }

    static CountingAccessor unwrapping(Object key) {
        return new CountingAccessor(key, Wrapper::unwrap, UnaryOperator.identity());
    }

    /** The reads and the writes since the last time. */
    String calls() {
        String sofar = reads + " reads, " + writes + " writes";
        reads = 0;
        writes = 0;
        return sofar;
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public Object getValue() {
        reads++;
        return read.apply(threadLocal.get());
    }

    @Override
    public void setValue(Object value) {
        writes++;
        threadLocal.set(stored.apply(value));
    }

    @Override
    public void setValue() {
        writes++;
        threadLocal.remove();
    }
}
