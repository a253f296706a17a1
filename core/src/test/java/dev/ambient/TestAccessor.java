/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A foreign thread-local that writes down how it was called and throws where it is told to. */
final class TestAccessor implements ThreadLocalAccessor<String> {

    /** The methods of an accessor, by what they do. */
    enum Op {
        GET,
        SET,
        SET_ABSENT,
        RESTORE,
        RESTORE_ABSENT
    }

    final ThreadLocal<String> threadLocal = new ThreadLocal<>();
    private final Object key;
    private final List<String> calls;
    private volatile Op failing;
    private volatile Throwable failure;
    private volatile boolean halfDone;

    TestAccessor(Object key) {
        this(key, new CopyOnWriteArrayList<>());
    }

    TestAccessor(Object key, List<String> calls) {
        this.key = key;
        this.calls = calls;
    }

    /** From now on that method throws, having done nothing. */
    Throwable fail(Op op, Supplier<? extends Throwable> thrown) {
        failure = thrown.get();
        failing = op;
        return failure;
    }

    /** From now on that method throws, but only after it has written. */
    Throwable failHalfDone(Op op, Supplier<? extends Throwable> thrown) {
        halfDone = true;
        return fail(op, thrown);
    }

    void work() {
        failing = null;
    }

    /** The writing calls since the last time, as in {@code "user SET ann"}. */
    List<String> writes() {
        List<String> sofar = List.copyOf(calls);
        calls.clear();
        return sofar;
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public String getValue() {
        maybeFail(Op.GET);
        return threadLocal.get();
    }

    @Override
    public void setValue(String value) {
        write(Op.SET, value);
    }

    @Override
    public void setValue() {
        write(Op.SET_ABSENT, null);
    }

    @Override
    public void restore(String previous) {
        write(Op.RESTORE, previous);
    }

    @Override
    public void restore() {
        write(Op.RESTORE_ABSENT, null);
    }

    private void write(Op op, String value) {
        if (!halfDone) {
            maybeFail(op);
        }
        calls.add(key + " " + op + (value == null ? "" : " " + value));
        if (value == null) {
            threadLocal.remove();
        } else {
            threadLocal.set(value);
        }
        maybeFail(op);
    }

    private void maybeFail(Op op) {
        if (failing == op) {
            TestAccessor.<RuntimeException>sneak(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
