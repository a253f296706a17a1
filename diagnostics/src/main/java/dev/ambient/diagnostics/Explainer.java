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
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Explains why a value is not on this thread, or where it came from, by the stack and by what was recorded. */
final class Explainer {

    private final CallbackChain chain;

    /** The callback to explain: the one that asks, or one further down that runs in a context not its own. */
    private final StackView view;

    private final String name;
    private final KeyHistory history;

    private Explainer(CallbackChain chain, StackView view, String name, KeyHistory history) {
        this.chain = chain;
        this.view = view;
        this.name = name;
        this.history = history;
    }

    static Explanation explain(Ambient<?> key, @Nullable Object expected, CallbackChain chain, @Nullable EventLog log) {
        StackView asking = chain.first();
        AmbientContext current = AmbientContext.current();
        int value = ContextFingerprint.identityOf(current, key);
        Object here = value == 0 ? null : current.get(key);
        if (value == 0 || (expected != null && !expected.equals(here))) {
            KeyHistory history = new KeyHistory(key, expected, 0, asking, log);
            return new Explainer(chain, asking, key.name(), history).missing(value);
        }
        String text = ValueTexts.of(current, key);
        KeyHistory history = new KeyHistory(key, here, 0, asking, log);
        StackView others = expected == null ? callbackWithOthersValue(value, chain, history) : null;
        if (others == null) {
            return new Explainer(chain, asking, key.name(), history).present(text);
        }
        KeyHistory own = new KeyHistory(key, null, value, asking, log);
        return new Explainer(chain, others, key.name(), own).othersValue(text, value);
    }

    static Explanation explainForeign(Object key, CallbackChain chain, @Nullable EventLog log) {
        StackView asking = chain.first();
        KeyHistory history = new KeyHistory(null, null, 0, asking, log);
        return new Explainer(chain, asking, String.valueOf(key), history).foreignThreadLocal(key);
    }

    /** Returns the callback that brought the current value from another flow; {@code null} if it is this flow's own. */
    private static @Nullable StackView callbackWithOthersValue(int value, CallbackChain chain, KeyHistory history) {
        StackView others = chain.firstInOthersContext();
        if (others == null) {
            return null;
        }
        boolean isOfThread = ContextOrigin.of(others) == ContextOrigin.THREAD;
        if (!history.isComplete()) { // the callback may have set the value itself
            return isOfThread || chain.isInBinding(others) ? null : others;
        }
        EventLog.Entry gain = history.lastGainHere(value);
        if (gain == null || !chain.isWithin(gain.view(), others)) {
            return others;
        }
        // What a task sets outside of any block stays for the next task, which may run the same code.
        boolean isLeftover =
                isOfThread && others.executor() != null && gain.view().isUnendingSet();
        return isLeftover ? others : null;
    }

    private Explanation othersValue(@Nullable String found, int value) {
        Reason reason = StackReason.of(view, history);
        EventLog.Entry left = ContextOrigin.of(view) == ContextOrigin.THREAD ? history.lastSetHere(value) : null;
        Place dropped = place(chain.first().callback());
        return explanation(reason, history.text(), found, dropped, Advice.ofOthersValue(reason, view, left));
    }

    private Explanation present(@Nullable String text) {
        EventLog.Entry set = history.set();
        boolean isOverwritten = set != null && set.isSet() && history.valueBefore(set) != 0;
        Reason reason = isOverwritten ? Reason.OVERWRITTEN : Reason.PRESENT;
        Place dropped = set != null && isOverwritten ? set.place() : here();
        boolean isCertain = history.isComplete() || chain.firstInOthersContext() == null;
        return explanation(reason, text, null, dropped, isCertain ? Advice.of(reason, view) : Advice.ofUnknownOrigin());
    }

    private Explanation missing(int value) {
        EventLog.Entry ended = history.lastLossHere();
        if (ended != null && view.isInCallbackOf(ended.view())) {
            return explanation(ended.isSet() ? Reason.CLEARED : Reason.SCOPE_ENDED, ended);
        }
        Reason reason = StackReason.of(view, history);
        if (!history.isValueKnown() && history.isComplete()) {
            return explanation(Reason.NEVER_SET, null, here());
        }
        if (reason != Reason.SUBSCRIBED_OUTSIDE) {
            return explanation(reason, history.text(), reason == Reason.NEVER_SET ? here() : place(view.callback()));
        }
        EventLog.Entry set = history.set();
        if (set != null && isSetInFlow(set)) {
            return explanation(Reason.SCOPE_ENDED, set);
        }
        if (set != null && set.isGivenToFlow() && set.view().nearness(view) == 2) {
            return explanation(reason, history.text(), null, set.place(), Advice.ofDownstream());
        }
        return startedOutside(reason, value);
    }

    private Explanation foreignThreadLocal(Object key) {
        ThreadLocalAccessor<?> accessor = ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(other -> other.key().equals(key))
                .findFirst()
                .orElse(null);
        if (accessor == null) {
            return explanation(Reason.NOT_REGISTERED, null, here());
        }
        if (accessor.getValue() != null) {
            return explanation(Reason.PRESENT, null, here());
        }
        PropagationPolicy policy = AmbientRegistry.global().policyOf(key);
        Reason reason = StackReason.of(view, history);
        if (reason == Reason.NEVER_SET) {
            return explanation(reason, null, here());
        }
        if (policy != PropagationPolicy.PROPAGATE) {
            Reason ofPolicy = policy == PropagationPolicy.CLEAR ? Reason.POLICY_CLEAR : Reason.POLICY_LEAVE;
            return explanation(ofPolicy, null, place(view.callback()));
        }
        return reason == Reason.SUBSCRIBED_OUTSIDE
                ? startedOutside(reason, 0)
                : explanation(reason, null, place(view.callback()));
    }

    /** The work began where the value was not set, or where flow was suppressed. */
    private Explanation startedOutside(Reason reason, int value) {
        EventLog.Entry start = history.start(value);
        return start == null
                ? explanation(reason, history.text(), place(view.callback()))
                : explanation(start.event().isSuppressed() ? Reason.SUPPRESSED : reason, start);
    }

    /** Returns whether a callback of a flow set the value, so that it ended with that callback. */
    private static boolean isSetInFlow(EventLog.Entry set) {
        return set.view().isSet()
                && !Collections.disjoint(
                        set.view().invokers(), EnumSet.of(Invoker.BOUNDARY, Invoker.REACTOR, Invoker.RXJAVA));
    }

    private Explanation explanation(Reason reason, EventLog.Entry dropped) {
        return explanation(reason, history.text(), dropped.place());
    }

    private Explanation explanation(Reason reason, @Nullable String text, Place dropped) {
        return explanation(reason, text, null, dropped, Advice.of(reason, view));
    }

    private Explanation explanation(
            Reason reason, @Nullable String text, @Nullable String found, Place dropped, Advice advice) {
        return new Explanation(
                name,
                reason,
                text,
                found,
                here(),
                place(history.set()),
                place(history.lastCapture()),
                place(history.lastSeen()),
                dropped,
                history.isComplete() ? advice.why() : advice.why() + fromStackAlone(),
                advice.fix());
    }

    private static String fromStackAlone() {
        return Diagnostics.isInstalled()
                ? " (This is read from the stack: only a sample of the requests is recorded.)"
                : " (This is read from the stack alone: Diagnostics.install() had not been called.)";
    }

    private Place here() {
        return chain.first().place();
    }

    private Place place(@Nullable StackTraceElement line) {
        return chain.first().place(line);
    }

    private static @Nullable Place place(EventLog.@Nullable Entry entry) {
        return entry == null ? null : entry.place();
    }
}
