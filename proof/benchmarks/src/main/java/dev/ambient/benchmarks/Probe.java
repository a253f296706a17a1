/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The callback that is timed, in every place that takes one. Before that it looks whether the value is there. It is the same
 * object then, so that what is proved is what is timed. The compiler takes {@link #isLooking} for a constant until it changes, so
 * nothing is left of the look where it is timed.
 */
@SuppressWarnings("overloads") // nobody composes it
final class Probe
        implements Runnable,
                Function<Integer, Integer>,
                java.util.function.Function<Integer, Integer>,
                Consumer<Integer>,
                java.util.function.Consumer<Integer> {

    private static final MutableCallSite LOOKING = new MutableCallSite(MethodHandles.constant(boolean.class, false));
    private static final MethodHandle IS_LOOKING = LOOKING.dynamicInvoker();

    private final Supplier<@Nullable Object> value;
    private final String expected;

    /** So that the compiler does not find out that nobody wants the items, and leave the flow out. */
    private final Blackhole taken;

    private int looks;
    private @Nullable String wrong;

    Probe(Supplier<@Nullable Object> value, String expected, Blackhole taken) {
        this.value = value;
        this.expected = expected;
        this.taken = taken;
    }

    @Override
    public void run() {
        if (isLooking()) {
            look();
        }
    }

    @Override
    public Integer apply(Integer item) {
        accept(item);
        return item;
    }

    @Override
    public void accept(Integer item) {
        if (isLooking()) {
            look();
        }
        taken.consume(item);
    }

    /** Runs what is to be timed, and looks. */
    void during(Runnable deed) {
        begin();
        deed.run();
        end();
    }

    void begin() {
        setLooking(true);
    }

    /**
     * Looks no more.
     *
     * @throws NotTimed if one look was wrong
     * @throws IllegalStateException if nobody came by
     */
    void end() {
        stop();
        if (wrong != null) {
            throw new NotTimed("does not carry: the callback saw " + wrong);
        }
        if (looks == 0) {
            throw new IllegalStateException("the callback that is to be timed was not called");
        }
    }

    /** Looks no more, whatever it has seen. */
    void stop() {
        setLooking(false);
    }

    /** Whether something is being proved, in this JVM. */
    static boolean isLooking() {
        try {
            return (boolean) IS_LOOKING.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void setLooking(boolean looking) {
        LOOKING.setTarget(MethodHandles.constant(boolean.class, looking));
        MutableCallSite.syncAll(new MutableCallSite[] {LOOKING});
    }

    // On one thread at a time: whoever emits elsewhere is waited for.
    private void look() {
        looks++;
        Object seen = value.get();
        if (!expected.equals(seen)) {
            wrong = seen == null ? "no value" : "another value";
        }
    }
}
