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
    private final StackView view;

    private final CallbackChain chain;
    private final String name;
    private final Place here;
    private final List<EventLog.Entry> entries;
    private final List<EventLog.Entry> writers;
    private final @Nullable Ambient<?> key;
    private final boolean isRecorded;

    /** The value that should be here, as a number. */
    private final int wanted;

    private Explainer(
            CallbackChain chain,
            StackView view,
            String name,
            @Nullable Ambient<?> key,
            @Nullable Object expected,
            int found,
            @Nullable EventLog log) {
        this.chain = chain;
        this.view = view;
        this.name = name;
        this.key = key;
        this.isRecorded = log != null && log.isWhole();
        this.here = chain.view().place();
        this.entries = log == null ? List.of() : key == null ? log.captures() : log.entries(key);
        this.writers = log == null ? List.of() : log.writers();
        this.wanted = wanted(expected, found);
    }

    static Explanation explain(Ambient<?> key, @Nullable Object expected, CallbackChain chain, @Nullable EventLog log) {
        AmbientContext current = AmbientContext.current();
        int value = ContextFingerprint.numberOf(current, key);
        Object here = value == 0 ? null : current.get(key);
        if (value != 0 && (expected == null || expected.equals(here))) {
            Explainer explainer = new Explainer(chain, chain.view(), key.name(), key, here, 0, log);
            StackView stranger = expected == null ? explainer.stranger(value) : null;
            if (stranger == null) {
                return explainer.present(ValueTexts.of(current, key));
            }
            explainer = new Explainer(chain, stranger, key.name(), key, null, value, log);
            return explainer.anothers(ValueTexts.of(current, key), value);
        }
        Explainer explainer = new Explainer(chain, chain.view(), key.name(), key, expected, 0, log);
        return explainer.absent(value);
    }

    static Explanation explainForeign(Object key, CallbackChain chain, @Nullable EventLog log) {
        return new Explainer(chain, chain.view(), String.valueOf(key), null, null, 0, log).foreign(key);
    }

    private int wanted(@Nullable Object expected, int found) {
        Ambient<?> key = this.key;
        if (key == null) {
            return 0;
        }
        int number = ContextFingerprint.numberOf(expected);
        if (expected != null) {
            return entries.stream()
                    .map(entry -> entry.event().now())
                    .filter(fingerprint -> fingerprint.valueOf(key) == number || fingerprint.hasEqual(key, expected))
                    .mapToInt(fingerprint -> fingerprint.valueOf(key))
                    .findFirst()
                    .orElse(number);
        }
        return best(entry -> entry.event().now().valueOf(key) != 0
                        && entry.event().now().valueOf(key) != found
                        && (found == 0 || entry.event().view().nearness(chain.view()) > 0))
                .map(entry -> entry.event().now().valueOf(key))
                .findFirst()
                .orElse(0);
    }

    /** The callback that brought the value that is here from somebody else; {@code null} if it is this flow's own. */
    private @Nullable StackView stranger(int value) {
        StackView stranger = chain.stranger();
        Ambient<?> key = this.key;
        if (stranger == null || key == null) {
            return null;
        }
        boolean isOfThread = stranger.arrival() == StackView.Arrival.FROM_THREAD;
        if (!isRecorded) { // what was done in the callback is not known
            return isOfThread || chain.isInBinding(stranger) ? null : stranger;
        }
        EventLog.Entry set = find(entry -> entry.buffer().isOf(Thread.currentThread())
                && (entry.event().kind() == ContextEvent.Kind.SET || entry.event().kind() == ContextEvent.Kind.ENTERED)
                && entry.event().now().valueOf(key) == value
                && entry.event().before().valueOf(key) != value);
        if (set == null || !chain.isWithin(set.event().view(), stranger)) {
            return stranger;
        }
        // What a task sets outside of any block stays for the next task, which may be the same code.
        boolean stays =
                isOfThread && stranger.executor() != null && set.event().view().isUnending();
        return stays ? stranger : null;
    }

    /** There is a value, and it is not known to be this flow's own. */
    private Explanation anothers(@Nullable String found, int value) {
        Reason reason = byStack();
        Ambient<?> key = this.key;
        EventLog.Entry left = key == null || view.arrival() != StackView.Arrival.FROM_THREAD
                ? null
                : find(entry -> entry.buffer().isOf(Thread.currentThread())
                        && entry.event().kind() == ContextEvent.Kind.SET
                        && entry.event().now().valueOf(key) == value
                        && entry.event().before().valueOf(key) != value);
        return explanation(
                reason, text(), found, place(chain.view().callback()), Advice.ofAnothers(reason, view, left));
    }

    private Explanation present(@Nullable String text) {
        EventLog.Entry set = set();
        Ambient<?> key = this.key;
        int before = set == null || key == null ? 0 : set.event().before().valueOf(key);
        boolean isOver = before != 0 && set != null && set.event().kind() == ContextEvent.Kind.SET;
        Reason reason = isOver ? Reason.OVERWRITTEN : Reason.PRESENT;
        Place dropped = set == null || reason == Reason.PRESENT ? here : set.place();
        boolean isKnown = isRecorded || chain.stranger() == null;
        return explanation(reason, text, null, dropped, isKnown ? Advice.of(reason, view) : Advice.ofUnknown());
    }

    private Explanation absent(int value) {
        EventLog.Entry ended = endedHere();
        if (ended != null) {
            boolean isTakenAway = ended.event().kind() == ContextEvent.Kind.SET;
            return explanation(isTakenAway ? Reason.CLEARED : Reason.SCOPE_ENDED, ended);
        }
        Reason reason = byStack();
        if (wanted == 0 && isRecorded) {
            return explanation(Reason.NEVER_SET, null, here);
        }
        if (reason != Reason.SUBSCRIBED_OUTSIDE) {
            return explanation(reason, text(), reason == Reason.NEVER_SET ? here : place(view.callback()));
        }
        EventLog.Entry set = set();
        if (set != null && isInFlow(set)) {
            return explanation(Reason.SCOPE_ENDED, set);
        }
        if (set != null && isGiven(set) && set.event().view().nearness(view) == 2) {
            return explanation(reason, text(), null, set.place(), Advice.ofDownstream());
        }
        EventLog.Entry begin = beginning(value);
        return begin == null
                ? explanation(reason, text(), place(view.callback()))
                : explanation(begin.event().suppressed() ? Reason.SUPPRESSED : reason, begin);
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
                    place(view.callback()));
        }
        EventLog.Entry begin = reason == Reason.SUBSCRIBED_OUTSIDE ? beginning(0) : null;
        return begin == null
                ? explanation(reason, null, reason == Reason.NEVER_SET ? here : place(view.callback()))
                : explanation(begin.event().suppressed() ? Reason.SUPPRESSED : reason, begin);
    }

    /** What brought control here, and whether one of ours was in between. */
    private Reason byStack() {
        List<Invoker> below = view.below();
        if (below.isEmpty()) {
            return view.isRun() ? Reason.NEVER_SET : Reason.EXECUTOR_NOT_WRAPPED;
        }
        if (below.contains(Invoker.MAINTENANCE)) {
            return Reason.BACKGROUND;
        }
        for (Invoker invoker : below) {
            switch (invoker) {
                case BOUNDARY -> {
                    // Which task of the JDK's future that is, its executor cannot tell, so none gets the completer's
                    // values.
                    return below.get(0) == Invoker.CONTINUATION ? Reason.PLAIN_FUTURE : Reason.SUBSCRIBED_OUTSIDE;
                }
                case SINK, SHARED, TRAMPOLINE, TEST_SCHEDULER -> {
                    return Bridge.of(view, invoker).isInstalled() ? Reason.NOT_REACHED : Reason.BRIDGE_NOT_INSTALLED;
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
            case REACTOR, RXJAVA -> byBridge(Bridge.of(view, below.get(0)));
            case OTHER_STREAM -> Reason.CROSSING;
            case FUTURE, CONTINUATION -> Reason.PLAIN_FUTURE;
            case FORK -> Reason.NOT_REACHED;
            default -> Reason.EXECUTOR_NOT_WRAPPED;
        };
    }

    private Reason byBridge(Bridge bridge) {
        if (bridge.isInstalled()) {
            return view.isIn(Invoker.OTHER_STREAM) ? Reason.CROSSING : Reason.NOT_REACHED;
        }
        Bridge other = bridge.other();
        boolean crossed = view.isIn(other.invoker())
                || find(entry -> hasCaptured(entry) && entry.event().view().isIn(other.invoker())) != null;
        return crossed && other.isInstalled() ? Reason.CROSSING : Reason.BRIDGE_NOT_INSTALLED;
    }

    /** What took the value away in this very callback, if nothing has set it since. */
    private EventLog.@Nullable Entry endedHere() {
        Ambient<?> key = this.key;
        EventLog.Entry last = key == null
                ? null
                : find(entry -> entry.event().isSwitch() && entry.buffer().isOf(Thread.currentThread()));
        if (key == null || last == null || last.event().now().valueOf(key) != 0) {
            return null;
        }
        return view.isInCallbackOf(last.event().view()) ? last : null;
    }

    private EventLog.@Nullable Entry set() {
        Ambient<?> key = this.key;
        if (key == null || wanted == 0) {
            return null;
        }
        return best(entry -> entry.event().now().valueOf(key) == wanted
                        && entry.event().before().valueOf(key) != wanted
                        && (entry.event().kind() == ContextEvent.Kind.SET
                                || entry.event().kind() == ContextEvent.Kind.GIVEN))
                .findFirst()
                .orElseGet(this::written);
    }

    /** The contextWrite that a value of unknown origin came by: of those that may be it, the one whose line is nearest. */
    private EventLog.@Nullable Entry written() {
        EventLog.Entry first = entries.stream().filter(this::isWantedNow).findFirst().orElse(null);
        return first == null || !isMirrored()
                ? null
                : nearest(writers.stream())
                        .filter(writer ->
                                writer.event().time() <= first.event().time())
                        .filter(writer -> writer.event().view().nearness(chain.view()) > 0)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether a plain key stands for the value: its accessor says whose it is. */
    private boolean isMirrored() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.toString().equals("the ambient value '" + name + "'"));
    }

    private static boolean isGiven(EventLog.Entry set) {
        return set.event().kind() == ContextEvent.Kind.GIVEN || set.event().kind() == ContextEvent.Kind.ASSEMBLED;
    }

    /** Whether the value was set by a callback of a flow, for no longer than that callback. */
    private static boolean isInFlow(EventLog.Entry set) {
        StackView view = set.event().view();
        return "set".equals(view.call())
                && !Collections.disjoint(view.below(), EnumSet.of(Invoker.BOUNDARY, Invoker.REACTOR, Invoker.RXJAVA));
    }

    /** The capture with which this work most likely began: one that has not the value but what is here. */
    private EventLog.@Nullable Entry beginning(int value) {
        Ambient<?> key = this.key;
        return best(entry -> entry.event().isCapture()
                        && (key == null || entry.event().now().valueOf(key) == value)
                        && entry.event().view().line() != null)
                .findFirst()
                .orElse(null);
    }

    private boolean hasCaptured(EventLog.Entry entry) {
        return entry.event().isCapture() && isWanted(entry.event().now());
    }

    private boolean isWantedNow(EventLog.Entry entry) {
        return isWanted(entry.event().now());
    }

    private boolean isWanted(ContextFingerprint fingerprint) {
        Ambient<?> key = this.key;
        return key != null && wanted != 0 && fingerprint.valueOf(key) == wanted;
    }

    /** The last. */
    private EventLog.@Nullable Entry find(Predicate<EventLog.Entry> which) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (which.test(entries.get(i))) {
                return entries.get(i);
            }
        }
        return null;
    }

    /** Those nearest to the line that asks first, and of those the last first. */
    private Stream<EventLog.Entry> best(Predicate<EventLog.Entry> which) {
        return nearest(entries.stream().filter(which));
    }

    private Stream<EventLog.Entry> nearest(Stream<EventLog.Entry> some) {
        return some.sorted(Comparator.<EventLog.Entry>comparingInt(
                        entry -> entry.event().view().nearness(chain.view()))
                .thenComparingLong(entry -> entry.event().time())
                .reversed());
    }

    private Explanation explanation(Reason reason, EventLog.Entry dropped) {
        return explanation(reason, text(), dropped.place());
    }

    private Explanation explanation(Reason reason, @Nullable String text, Place dropped) {
        return explanation(reason, text, null, dropped, Advice.of(reason, view));
    }

    private Explanation explanation(
            Reason reason, @Nullable String text, @Nullable String found, Place dropped, Advice advice) {
        EventLog.Entry last = find(entry -> entry.event().kind() != ContextEvent.Kind.GIVEN
                && (isWanted(entry.event().now()) || isWanted(entry.event().before())));
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
                isRecorded ? advice.why() : advice.why() + fromStack(),
                advice.fix());
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
                        .map(entry -> entry.event().now())
                        .filter(this::isWanted)
                        .map(fingerprint -> fingerprint.textOf(key))
                        .filter(text -> text != null)
                        .findFirst()
                        .orElse(null);
    }

    private Place place(@Nullable StackTraceElement line) {
        return chain.view().place(line);
    }

    private static @Nullable Place place(EventLog.@Nullable Entry entry) {
        return entry == null ? null : entry.place();
    }
}
