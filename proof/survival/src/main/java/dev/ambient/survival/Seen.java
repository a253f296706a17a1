/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the callbacks of one flow saw, and what they should have seen. Makes the probing callbacks; each of them must be
 * called in a run that completes, save those whose name ends in a question mark.
 */
public class Seen {

    /**
     * What a callback saw.
     *
     * @param callback which
     * @param value what it saw
     * @param thread where
     * @param due what it should have seen
     */
    public record Sight(String callback, @Nullable String value, String thread, Due due) {

        private static final Pattern GOES_UP = Pattern.compile(
                ".*: (doOnRequest|doOnCancel|doOnDispose|request|cancel|dispose|setCancellable|setDisposable)");

        /**
         * The same, where nobody may hold the value of a part of the flow that has ended: who asks or leaves that part then is owed no more
         * than none. Signals, which go down, come before the end.
         *
         * @return a sight that owes less if it is of what goes up
         */
        public Sight withPartsHeldByNobody() {
            return GOES_UP.matcher(callback).matches() ? new Sight(callback, value, thread, Due.OWN_OR_NONE) : this;
        }
    }

    /** What a callback should see. */
    public enum Due {
        /** Its flow's value. */
        OWN,
        /** Its flow's value or none: it is called when nothing is promised any more, and by whoever. */
        OWN_OR_NONE
    }

    /** What has become of the flow. */
    public enum Phase {
        UNDER_WAY(""),
        /** Items and ends may still come, as Reactive Streams §2.8 has it. What else is called then is owed nothing. */
        CANCELLED("after cancel: "),
        /** Nothing should come any more. */
        ENDED("after the end: ");

        private static final Pattern NO_SIGNAL =
                Pattern.compile("(?i).*(request|cancel|dispose|discard|dropped|operatorError|cleanup).*");

        private final String prefix;

        Phase(String prefix) {
            this.prefix = prefix;
        }

        private Due due(String callback) {
            if (this == ENDED) {
                return Due.OWN_OR_NONE;
            }
            return this == CANCELLED && NO_SIGNAL.matcher(callback).matches() ? Due.OWN_OR_NONE : Due.OWN;
        }
    }

    /** A flow that goes round and round is looked at for a while. */
    private static final int MOST = 1_000;

    private final Carrier carrier;
    private final @Nullable String expected;
    private final Queue<Sight> sights = new ConcurrentLinkedQueue<>();
    private volatile boolean ignoring;
    private volatile Phase phase = Phase.UNDER_WAY;
    private final AtomicInteger looks = new AtomicInteger();
    private final Set<String> planned = ConcurrentHashMap.newKeySet();

    /**
     * What the callbacks of one flow see.
     *
     * @param carrier the candidate
     * @param expected what they should see
     */
    public Seen(Carrier carrier, @Nullable String expected) {
        this.carrier = carrier;
        this.expected = expected;
    }

    /**
     * What the callbacks should see.
     *
     * @return the value; {@code null} if there should be none
     */
    public final @Nullable String expected() {
        return expected;
    }

    /**
     * The candidate.
     *
     * @return the carrier
     */
    public Carrier carrier() {
        return carrier;
    }

    /**
     * What was seen until now.
     *
     * @return the sights
     */
    public final Queue<Sight> sights() {
        return sights;
    }

    /**
     * Sees nothing meanwhile: what an operator calls while a flow is assembled belongs to no flow.
     *
     * @param ignoring whether it begins
     */
    public final void ignore(boolean ignoring) {
        this.ignoring = ignoring;
    }

    /**
     * Looks.
     *
     * @param callback where this is
     */
    public final void at(String callback) {
        look(callback, phase.due(callback));
    }

    /**
     * Looks where the flow's value need not be, but no other may.
     *
     * @param callback where this is
     */
    public final void atMost(String callback) {
        look(callback, Due.OWN_OR_NONE);
    }

    final boolean seesItsOwn() {
        return Objects.equals(carrier.read(), expected);
    }

    private void look(String callback, Due due) {
        if (!ignoring && looks.incrementAndGet() <= MOST) {
            sights.add(new Sight(
                    phase.prefix + callback,
                    copy(carrier.read()),
                    Thread.currentThread().getName(),
                    due));
        }
    }

    /**
     * Goes on to a phase.
     *
     * @param phase which
     */
    public final void now(Phase phase) {
        this.phase = phase;
    }

    /** What is seen must not be held by who looks: a callback may come when it is judged already whether the value was let go. */
    private static @Nullable String copy(@Nullable String value) {
        return value == null ? null : new String(value);
    }

    /**
     * Looks.
     *
     * @param callback where this is
     * @param result what to return
     * @param <T> its type
     * @return the result
     */
    public final <T> T at(String callback, T result) {
        at(callback);
        return result;
    }

    final <T> Function<T, T> same(String callback) {
        return to(callback, item -> item);
    }

    final <T, R> Function<T, R> to(String callback, Function<? super T, ? extends R> function) {
        plan(callback);
        return item -> {
            at(callback);
            return function.apply(item);
        };
    }

    final <A, B, R> BiFunction<A, B, R> both(String callback, BiFunction<? super A, ? super B, ? extends R> function) {
        plan(callback);
        return (a, b) -> {
            at(callback);
            return function.apply(a, b);
        };
    }

    final <T> Predicate<T> test(String callback, Predicate<? super T> predicate) {
        plan(callback);
        return item -> {
            at(callback);
            return predicate.test(item);
        };
    }

    final <T> BiPredicate<T, T> equal(String callback) {
        plan(callback);
        return (a, b) -> {
            at(callback);
            return a.equals(b);
        };
    }

    final <T> Consumer<T> take(String callback) {
        plan(callback);
        return item -> at(callback);
    }

    final LongConsumer count(String callback) {
        plan(callback);
        return n -> at(callback);
    }

    final Runnable run(String callback) {
        plan(callback);
        return () -> at(callback);
    }

    final <T> Supplier<T> give(String callback, Supplier<? extends T> supplier) {
        plan(callback);
        return () -> {
            at(callback);
            return supplier.get();
        };
    }

    final <T extends Comparable<T>> java.util.Comparator<T> compare(String callback) {
        plan(callback);
        return (a, b) -> {
            at(callback);
            return a.compareTo(b);
        };
    }

    final void plan(String callback) {
        if (!callback.endsWith("?")) {
            planned.add(callback);
        }
    }

    /** The planned callbacks that have not been called. */
    final Set<String> missing() {
        Set<String> missing = new java.util.TreeSet<>(planned);
        sights.forEach(sight -> missing.remove(sight.callback()));
        return missing;
    }
}
