/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The callback that is timed, in every place that takes one. Before that it looks whether the value is there. It is the same
 * object then, so that what is proved is what is timed; a look at a field is what that costs each candidate, the floor too.
 */
@SuppressWarnings("overloads") // nobody composes it
final class Probe
        implements Runnable,
                Function<Integer, Integer>,
                java.util.function.Function<Integer, Integer>,
                Consumer<Integer>,
                java.util.function.Consumer<Integer> {

    private final Supplier<@Nullable Object> value;
    private final String expected;

    /** So that the compiler does not find out that nobody wants the items, and leave the flow out. */
    private final Blackhole taken;

    private boolean looking;
    private int looks;
    private @Nullable String wrong;

    Probe(Supplier<@Nullable Object> value, String expected, Blackhole taken) {
        this.value = value;
        this.expected = expected;
        this.taken = taken;
    }

    @Override
    public void run() {
        if (looking) {
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
        if (looking) {
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
        looking = true;
    }

    /**
     * Looks no more.
     *
     * @throws NotTimed if one look was wrong
     * @throws IllegalStateException if nobody came by
     */
    void end() {
        looking = false;
        if (wrong != null) {
            throw new NotTimed("does not carry: the callback saw " + wrong);
        }
        if (looks == 0) {
            throw new IllegalStateException("the callback that is to be timed was not called");
        }
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
