/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Policy;
import dev.ambient.Recorder;
import dev.ambient.diagnostics.Explanation.Place;
import dev.ambient.diagnostics.Explanation.Reason;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out why a value is not on this thread, from its stack and what was recorded. */
final class Explainer {

    /** Between these and a callback nobody calls a hook. */
    private static final Set<Carrier> UNSEEN = EnumSet.of(Carrier.SINK, Carrier.TRAMPOLINE, Carrier.TEST_SCHEDULER);

    private final Look look;
    private final String name;
    private final Place here;
    private final List<Log.Entry> entries;
    private final @Nullable Ambient<?> key;
    private final boolean isRecorded;

    /** The value that should be here, as a number. */
    private final int wanted;

    private Explainer(Look look, String name, @Nullable Ambient<?> key, @Nullable Object expected, @Nullable Log log) {
        this.look = look;
        this.name = name;
        this.key = key;
        this.isRecorded = log != null;
        this.here = place(look.line());
        this.entries = log == null ? List.of() : key == null ? log.captures() : log.entries(key);
        this.wanted = wanted(expected);
    }

    static Explanation explain(Ambient<?> key, @Nullable Object expected, Look look, @Nullable Log log) {
        AmbientContext current = AmbientContext.current();
        int value = Held.numberOf(current, key);
        boolean isHere = value != 0 && (expected == null || expected.equals(current.get(key)));
        Explainer explainer =
                new Explainer(look, key.name(), key, isHere || expected == null ? current.get(key) : expected, log);
        return isHere ? explainer.present(Texts.of(current, key)) : explainer.absent(value);
    }

    static Explanation explainForeign(Object key, Look look, @Nullable Log log) {
        return new Explainer(look, String.valueOf(key), null, null, log).foreign(key);
    }

    private int wanted(@Nullable Object expected) {
        Ambient<?> key = this.key;
        if (key == null) {
            return 0;
        }
        int number = Held.numberOf(expected);
        if (expected != null) {
            return entries.stream()
                    .map(entry -> entry.moment().now())
                    .filter(held -> held.valueOf(key) == number || held.hasEqual(key, expected))
                    .mapToInt(held -> held.valueOf(key))
                    .findFirst()
                    .orElse(number);
        }
        return best(entry -> entry.moment().now().valueOf(key) != 0)
                .map(entry -> entry.moment().now().valueOf(key))
                .findFirst()
                .orElse(0);
    }

    private Explanation present(@Nullable String text) {
        Log.Entry set = set();
        Ambient<?> key = this.key;
        int before = set == null || key == null ? 0 : set.moment().before().valueOf(key);
        Reason reason = before == 0 ? Reason.PRESENT : Reason.OVERWRITTEN;
        return explanation(reason, text, set == null || reason == Reason.PRESENT ? here : set.place());
    }

    private Explanation absent(int value) {
        Log.Entry ended = endedHere();
        if (ended != null) {
            boolean isTakenAway = ended.moment().step() == Recorder.Step.SET;
            return explanation(isTakenAway ? Reason.CLEARED : Reason.SCOPE_ENDED, ended);
        }
        Reason reason = byStack();
        if (wanted == 0 && isRecorded) {
            return explanation(Reason.NEVER_SET, null, here);
        }
        if (reason != Reason.SUBSCRIBED_OUTSIDE) {
            return explanation(reason, text(), reason == Reason.NEVER_SET ? here : place(look.callback()));
        }
        Log.Entry set = set();
        if (set != null && isInFlow(set)) {
            return explanation(Reason.SCOPE_ENDED, set);
        }
        Log.Entry begin = beginning(value);
        return begin == null
                ? explanation(reason, text(), place(look.callback()))
                : explanation(begin.moment().suppressed() ? Reason.SUPPRESSED : reason, begin);
    }

    private Explanation foreign(Object key) {
        ThreadLocalAccessor<?> accessor = ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(other -> other.key().equals(key))
                .findFirst()
                .orElse(null);
        if (accessor == null) {
            return explanation(Reason.NOT_REGISTERED, null, here);
        }
        if (accessor.getValue() != null) {
            return explanation(Reason.PRESENT, null, here);
        }
        Policy policy = AmbientRegistry.global().policyOf(key);
        Reason reason = byStack();
        if (policy != Policy.PROPAGATE && reason != Reason.NEVER_SET) {
            return explanation(
                    policy == Policy.CLEAR ? Reason.POLICY_CLEAR : Reason.POLICY_LEAVE, null, place(look.callback()));
        }
        Log.Entry begin = reason == Reason.SUBSCRIBED_OUTSIDE ? beginning(0) : null;
        return begin == null
                ? explanation(reason, null, reason == Reason.NEVER_SET ? here : place(look.callback()))
                : explanation(begin.moment().suppressed() ? Reason.SUPPRESSED : reason, begin);
    }

    /** What brought control here, and whether one of ours was in between. */
    private Reason byStack() {
        List<Carrier> below = look.below();
        if (below.isEmpty()) {
            return look.isRun() ? Reason.NEVER_SET : Reason.EXECUTOR_NOT_WRAPPED;
        }
        for (Carrier carrier : below) {
            if (carrier == Carrier.BOUNDARY) {
                return Reason.SUBSCRIBED_OUTSIDE;
            }
            if (UNSEEN.contains(carrier)) {
                return Bridges.of(carrier).isInstalled() ? Reason.NOT_REACHED : Reason.BRIDGE_NOT_INSTALLED;
            }
        }
        return switch (below.get(0)) {
            case REACTOR, RXJAVA -> byBridge(Bridges.of(below.get(0)));
            case OTHER_STREAM -> Reason.CROSSING;
            case FUTURE -> Reason.PLAIN_FUTURE;
            case FORK -> Reason.NOT_REACHED;
            default -> Reason.EXECUTOR_NOT_WRAPPED;
        };
    }

    private Reason byBridge(Bridges bridge) {
        if (bridge.isInstalled()) {
            return look.isIn(Carrier.OTHER_STREAM) ? Reason.CROSSING : Reason.NOT_REACHED;
        }
        Bridges other = bridge.other();
        boolean crossed = look.isIn(other.carrier())
                || find(entry -> hasCaptured(entry) && entry.moment().look().isIn(other.carrier())) != null;
        return crossed && other.isInstalled() ? Reason.CROSSING : Reason.BRIDGE_NOT_INSTALLED;
    }

    /** What took the value away in this very callback, if nothing has set it since. */
    private Log.@Nullable Entry endedHere() {
        Ambient<?> key = this.key;
        Log.Entry last = key == null
                ? null
                : find(entry -> !entry.moment().isCapture() && entry.ring().isOf(Thread.currentThread()));
        if (key == null || last == null || last.moment().now().valueOf(key) != 0) {
            return null;
        }
        return look.isInCallbackOf(last.moment().look()) ? last : null;
    }

    private Log.@Nullable Entry set() {
        Ambient<?> key = this.key;
        return key == null || wanted == 0
                ? null
                : best(entry -> entry.moment().now().valueOf(key) == wanted
                                && entry.moment().before().valueOf(key) != wanted
                                && entry.moment().step() == Recorder.Step.SET)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether the value was set by a callback of a flow, for no longer than that callback. */
    private static boolean isInFlow(Log.Entry set) {
        Look look = set.moment().look();
        return "set".equals(look.call())
                && !Collections.disjoint(look.below(), EnumSet.of(Carrier.BOUNDARY, Carrier.REACTOR, Carrier.RXJAVA));
    }

    /** The capture with which this work most likely began: one that has not the value but what is here. */
    private Log.@Nullable Entry beginning(int value) {
        Ambient<?> key = this.key;
        return best(entry -> entry.moment().isCapture()
                        && (key == null || entry.moment().now().valueOf(key) == value)
                        && entry.moment().look().line() != null)
                .findFirst()
                .orElse(null);
    }

    private boolean hasCaptured(Log.Entry entry) {
        return entry.moment().isCapture() && isWanted(entry.moment().now());
    }

    private boolean isWanted(Held held) {
        Ambient<?> key = this.key;
        return key != null && wanted != 0 && held.valueOf(key) == wanted;
    }

    /** The last. */
    private Log.@Nullable Entry find(Predicate<Log.Entry> which) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (which.test(entries.get(i))) {
                return entries.get(i);
            }
        }
        return null;
    }

    /** Those nearest to the line that asks first, and of those the last first. */
    private Stream<Log.Entry> best(Predicate<Log.Entry> which) {
        return entries.stream()
                .filter(which)
                .sorted(Comparator.<Log.Entry>comparingInt(
                                entry -> entry.moment().look().nearness(look))
                        .thenComparingLong(entry -> entry.moment().time())
                        .reversed());
    }

    private Explanation explanation(Reason reason, Log.Entry dropped) {
        return explanation(reason, text(), dropped.place());
    }

    private Explanation explanation(Reason reason, @Nullable String text, Place dropped) {
        Sentences sentences = Sentences.of(reason, look);
        Log.Entry last = find(entry ->
                isWanted(entry.moment().now()) || isWanted(entry.moment().before()));
        return new Explanation(
                name,
                reason,
                text,
                here,
                place(set()),
                place(key == null ? beginning(0) : find(this::hasCaptured)),
                place(last),
                dropped,
                isRecorded
                        ? sentences.why()
                        : sentences.why() + " (From the stack alone: Diagnostics.install() had not been called.)",
                sentences.cure());
    }

    /** Of the value that should be here, while somebody has it. */
    private @Nullable String text() {
        Ambient<?> key = this.key;
        return key == null
                ? null
                : entries.stream()
                        .map(entry -> entry.moment().now())
                        .filter(this::isWanted)
                        .map(held -> held.textOf(key))
                        .filter(text -> text != null)
                        .findFirst()
                        .orElse(null);
    }

    private Place place(@Nullable StackTraceElement line) {
        return new Place(Thread.currentThread().getName(), line, look.operators());
    }

    private static @Nullable Place place(Log.@Nullable Entry entry) {
        return entry == null ? null : entry.place();
    }
}
