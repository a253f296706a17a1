/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.diagnostics.Explanation.Place;
import dev.ambient.diagnostics.Explanation.Reason;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out why a value is not on this thread, from its stack and what was recorded. */
final class Explainer {

    /** The callback that is asked about; or one further down, where that one runs with another's context. */
    private final Look look;

    private final Way way;
    private final String name;
    private final Place here;
    private final List<Log.Entry> entries;
    private final List<Log.Entry> writers;
    private final @Nullable Ambient<?> key;
    private final boolean isRecorded;

    /** The value that should be here, as a number. */
    private final int wanted;

    private Explainer(
            Way way,
            Look look,
            String name,
            @Nullable Ambient<?> key,
            @Nullable Object expected,
            int found,
            @Nullable Log log) {
        this.way = way;
        this.look = look;
        this.name = name;
        this.key = key;
        this.isRecorded = log != null && log.isWhole();
        this.here = way.look().place();
        this.entries = log == null ? List.of() : key == null ? log.captures() : log.entries(key);
        this.writers = log == null ? List.of() : log.writers();
        this.wanted = wanted(expected, found);
    }

    static Explanation explain(Ambient<?> key, @Nullable Object expected, Way way, @Nullable Log log) {
        AmbientContext current = AmbientContext.current();
        int value = Held.numberOf(current, key);
        Object here = value == 0 ? null : current.get(key);
        if (value != 0 && (expected == null || expected.equals(here))) {
            Explainer explainer = new Explainer(way, way.look(), key.name(), key, here, 0, log);
            Look stranger = expected == null ? explainer.stranger(value) : null;
            if (stranger == null) {
                return explainer.present(Texts.of(current, key));
            }
            explainer = new Explainer(way, stranger, key.name(), key, null, value, log);
            return explainer.anothers(Texts.of(current, key), value);
        }
        Explainer explainer = new Explainer(way, way.look(), key.name(), key, expected, 0, log);
        return explainer.absent(value);
    }

    static Explanation explainForeign(Object key, Way way, @Nullable Log log) {
        return new Explainer(way, way.look(), String.valueOf(key), null, null, 0, log).foreign(key);
    }

    private int wanted(@Nullable Object expected, int found) {
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
        return best(entry -> entry.moment().now().valueOf(key) != 0
                        && entry.moment().now().valueOf(key) != found
                        && (found == 0 || entry.moment().look().nearness(way.look()) > 0))
                .map(entry -> entry.moment().now().valueOf(key))
                .findFirst()
                .orElse(0);
    }

    /** The callback that brought the value that is here from somebody else; {@code null} if it is this flow's own. */
    private @Nullable Look stranger(int value) {
        Look stranger = way.stranger();
        Ambient<?> key = this.key;
        if (stranger == null || key == null) {
            return null;
        }
        boolean isOfThread = stranger.arrival() == Look.Arrival.FROM_THREAD;
        if (!isRecorded) { // what was done in the callback is not known
            return isOfThread || way.isInBinding(stranger) ? null : stranger;
        }
        Log.Entry set = find(entry -> entry.ring().isOf(Thread.currentThread())
                && (entry.moment().kind() == Moment.Kind.SET || entry.moment().kind() == Moment.Kind.ENTERED)
                && entry.moment().now().valueOf(key) == value
                && entry.moment().before().valueOf(key) != value);
        if (set == null || !way.isWithin(set.moment().look(), stranger)) {
            return stranger;
        }
        // What a task sets outside of any block stays for the next task, which may be the same code.
        boolean stays =
                isOfThread && stranger.executor() != null && set.moment().look().isUnending();
        return stays ? stranger : null;
    }

    /** There is a value, and it is not known to be this flow's own. */
    private Explanation anothers(@Nullable String found, int value) {
        Reason reason = byStack();
        Ambient<?> key = this.key;
        Log.Entry left = key == null || look.arrival() != Look.Arrival.FROM_THREAD
                ? null
                : find(entry -> entry.ring().isOf(Thread.currentThread())
                        && entry.moment().kind() == Moment.Kind.SET
                        && entry.moment().now().valueOf(key) == value
                        && entry.moment().before().valueOf(key) != value);
        return explanation(
                reason, text(), found, place(way.look().callback()), Sentences.ofAnothers(reason, look, left));
    }

    private Explanation present(@Nullable String text) {
        Log.Entry set = set();
        Ambient<?> key = this.key;
        int before = set == null || key == null ? 0 : set.moment().before().valueOf(key);
        boolean isOver = before != 0 && set != null && set.moment().kind() == Moment.Kind.SET;
        Reason reason = isOver ? Reason.OVERWRITTEN : Reason.PRESENT;
        Place dropped = set == null || reason == Reason.PRESENT ? here : set.place();
        boolean isKnown = isRecorded || way.stranger() == null;
        return explanation(reason, text, null, dropped, isKnown ? Sentences.of(reason, look) : Sentences.ofUnknown());
    }

    private Explanation absent(int value) {
        Log.Entry ended = endedHere();
        if (ended != null) {
            boolean isTakenAway = ended.moment().kind() == Moment.Kind.SET;
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
        if (set != null && isGiven(set) && set.moment().look().nearness(look) == 2) {
            return explanation(reason, text(), null, set.place(), Sentences.ofDownstream());
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
        PropagationPolicy policy = AmbientRegistry.global().policyOf(key);
        Reason reason = byStack();
        if (policy != PropagationPolicy.PROPAGATE && reason != Reason.NEVER_SET) {
            return explanation(
                    policy == PropagationPolicy.CLEAR ? Reason.POLICY_CLEAR : Reason.POLICY_LEAVE,
                    null,
                    place(look.callback()));
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
        if (below.contains(Carrier.MAINTENANCE)) {
            return Reason.BACKGROUND;
        }
        for (Carrier carrier : below) {
            switch (carrier) {
                case BOUNDARY -> {
                    // Which task of the JDK's future that is, its executor cannot tell, so none gets the completer's
                    // values.
                    return below.get(0) == Carrier.CONTINUATION ? Reason.PLAIN_FUTURE : Reason.SUBSCRIBED_OUTSIDE;
                }
                case SINK, SHARED, TRAMPOLINE, TEST_SCHEDULER -> {
                    return Bridges.of(look, carrier).isInstalled() ? Reason.NOT_REACHED : Reason.BRIDGE_NOT_INSTALLED;
                }
                case COMPLETION -> {
                    return Reason.PLAIN_FUTURE;
                }
                case LISTENER -> {
                    return Reason.NOT_REACHED;
                }
                default -> {} // on to the next
            }
        }
        return switch (below.get(0)) {
            case REACTOR, RXJAVA -> byBridge(Bridges.of(look, below.get(0)));
            case OTHER_STREAM -> Reason.CROSSING;
            case FUTURE, CONTINUATION -> Reason.PLAIN_FUTURE;
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
                : find(entry -> entry.moment().isSwitch() && entry.ring().isOf(Thread.currentThread()));
        if (key == null || last == null || last.moment().now().valueOf(key) != 0) {
            return null;
        }
        return look.isInCallbackOf(last.moment().look()) ? last : null;
    }

    private Log.@Nullable Entry set() {
        Ambient<?> key = this.key;
        if (key == null || wanted == 0) {
            return null;
        }
        return best(entry -> entry.moment().now().valueOf(key) == wanted
                        && entry.moment().before().valueOf(key) != wanted
                        && (entry.moment().kind() == Moment.Kind.SET
                                || entry.moment().kind() == Moment.Kind.GIVEN))
                .findFirst()
                .orElseGet(this::written);
    }

    /** The contextWrite that a value of unknown origin came by: of those that may be it, the one whose line is nearest. */
    private Log.@Nullable Entry written() {
        Log.Entry first = entries.stream().filter(this::isWantedNow).findFirst().orElse(null);
        return first == null || !isMirrored()
                ? null
                : nearest(writers.stream())
                        .filter(writer ->
                                writer.moment().time() <= first.moment().time())
                        .filter(writer -> writer.moment().look().nearness(way.look()) > 0)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether a plain key stands for the value: its accessor says whose it is. */
    private boolean isMirrored() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.toString().equals("the ambient value '" + name + "'"));
    }

    private static boolean isGiven(Log.Entry set) {
        return set.moment().kind() == Moment.Kind.GIVEN || set.moment().kind() == Moment.Kind.ASSEMBLED;
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

    private boolean isWantedNow(Log.Entry entry) {
        return isWanted(entry.moment().now());
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
        return nearest(entries.stream().filter(which));
    }

    private Stream<Log.Entry> nearest(Stream<Log.Entry> some) {
        return some.sorted(Comparator.<Log.Entry>comparingInt(
                        entry -> entry.moment().look().nearness(way.look()))
                .thenComparingLong(entry -> entry.moment().time())
                .reversed());
    }

    private Explanation explanation(Reason reason, Log.Entry dropped) {
        return explanation(reason, text(), dropped.place());
    }

    private Explanation explanation(Reason reason, @Nullable String text, Place dropped) {
        return explanation(reason, text, null, dropped, Sentences.of(reason, look));
    }

    private Explanation explanation(
            Reason reason, @Nullable String text, @Nullable String found, Place dropped, Sentences sentences) {
        Log.Entry last = find(entry -> entry.moment().kind() != Moment.Kind.GIVEN
                && (isWanted(entry.moment().now()) || isWanted(entry.moment().before())));
        return new Explanation(
                name,
                reason,
                text,
                found,
                here,
                place(set()),
                place(key == null ? beginning(0) : find(this::hasCaptured)),
                place(last),
                dropped,
                isRecorded ? sentences.why() : sentences.why() + fromStack(),
                sentences.cure());
    }

    private String fromStack() {
        return Diagnostics.isInstalled()
                ? " (Seen from the stack: of requests like this one only some are recorded.)"
                : " (From the stack alone: Diagnostics.install() had not been called.)";
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
        return way.look().place(line);
    }

    private static @Nullable Place place(Log.@Nullable Entry entry) {
        return entry == null ? null : entry.place();
    }
}
