/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import io.micrometer.context.ContextRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded events of one key. Where several events fit, the one counts whose line is nearest to the line that asks, and
 * of those the last.
 */
final class KeyHistory {

    private final @Nullable Ambient<?> key;
    private final StackView asking;
    private final List<EventLog.Entry> entries;
    private final List<EventLog.Entry> contextWrites;
    private final boolean isComplete;

    /** The identity of the value that should be here; 0 if it is not known. */
    private final int wanted;

    /**
     * Looks up the events of a key.
     *
     * @param key the key; {@code null} for a foreign thread-local, of which only captures are known
     * @param expected the value that should be here; {@code null} to take the most likely one
     * @param found the identity of the value of another flow that is here in its place; 0 if there is none
     * @param asking the callback that asks
     * @param log what was recorded; {@code null} if nothing was
     */
    KeyHistory(
            @Nullable Ambient<?> key, @Nullable Object expected, int found, StackView asking, @Nullable EventLog log) {
        this.key = key;
        this.asking = asking;
        this.entries = log == null ? List.of() : key == null ? log.captures() : log.entries(key);
        this.contextWrites = log == null ? List.of() : log.contextWrites();
        this.isComplete = log != null && log.isComplete();
        this.wanted = key == null ? 0 : wanted(key, expected, found);
    }

    private int wanted(Ambient<?> key, @Nullable Object expected, int found) {
        if (expected != null) {
            int identity = ContextFingerprint.identityOf(expected);
            return entries.stream()
                    .map(EventLog.Entry::context)
                    .filter(context -> context.valueOf(key) == identity || context.hasEqual(key, expected))
                    .mapToInt(context -> context.valueOf(key))
                    .findFirst()
                    .orElse(identity);
        }
        return nearest(entries.stream()
                        .filter(entry -> entry.context().valueOf(key) != 0
                                && entry.context().valueOf(key) != found
                                && (found == 0 || entry.view().nearness(asking) > 0)))
                .map(entry -> entry.context().valueOf(key))
                .findFirst()
                .orElse(0);
    }

    /** Returns whether all requests were recorded. Then what is not here did not happen. */
    boolean isComplete() {
        return isComplete;
    }

    /** Returns whether it is known which value should be here. */
    boolean isValueKnown() {
        return wanted != 0;
    }

    /** Returns the last event by which this thread got a value. */
    EventLog.@Nullable Entry lastGainHere(int value) {
        return last(entry -> entry.isOfThisThread()
                && (entry.isSet() || entry.event().kind() == ContextEvent.Kind.ENTERED)
                && gains(entry, value));
    }

    /** Returns the last event that set a value on this thread. */
    EventLog.@Nullable Entry lastSetHere(int value) {
        return last(entry -> entry.isOfThisThread() && entry.isSet() && gains(entry, value));
    }

    /** Returns the last change of context on this thread, if it took the key's value away. */
    EventLog.@Nullable Entry lastLossHere() {
        Ambient<?> key = this.key;
        EventLog.Entry last = last(entry -> entry.event().isSwitch() && entry.isOfThisThread());
        return key == null || last == null || last.context().valueOf(key) != 0 ? null : last;
    }

    /** Returns the event that set the value or gave it to its flow. */
    EventLog.@Nullable Entry set() {
        if (!isValueKnown()) {
            return null;
        }
        return nearest(entries.stream()
                        .filter(entry -> gains(entry, wanted)
                                && (entry.isSet() || entry.event().kind() == ContextEvent.Kind.GIVEN)))
                .findFirst()
                .orElseGet(this::contextWrite);
    }

    /** Returns the {@code contextWrite} through which a mirrored value of unknown origin most likely came. */
    private EventLog.@Nullable Entry contextWrite() {
        EventLog.Entry first = entries.stream()
                .filter(entry -> hasWanted(entry.context()))
                .findFirst()
                .orElse(null);
        return first == null || !isMirrored()
                ? null
                : nearest(contextWrites.stream())
                        .filter(write ->
                                write.event().nanoTime() <= first.event().nanoTime())
                        .filter(write -> write.view().nearness(asking) > 0)
                        .findFirst()
                        .orElse(null);
    }

    /** Returns whether the value is mirrored under a plain key. The text of a mirror's accessor names its value. */
    private boolean isMirrored() {
        Ambient<?> key = this.key;
        return key != null
                && ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                        .anyMatch(accessor -> accessor.toString().equals("the ambient value '" + key.name() + "'"));
    }

    /** Returns the identity of the value that {@link #set} replaced; 0 if it replaced none. */
    int valueBefore(EventLog.@Nullable Entry set) {
        Ambient<?> key = this.key;
        return set == null || key == null ? 0 : set.event().previous().valueOf(key);
    }

    /** Returns the capture with which this work most likely began: one that has what is here, and not the wanted value. */
    EventLog.@Nullable Entry start(int value) {
        Ambient<?> key = this.key;
        return nearest(entries.stream()
                        .filter(entry -> entry.event().isCapture()
                                && (key == null || entry.context().valueOf(key) == value)
                                && entry.view().line() != null))
                .findFirst()
                .orElse(null);
    }

    /** Returns the last capture of the value; of a foreign thread-local the one with which this work most likely began. */
    EventLog.@Nullable Entry lastCapture() {
        return key == null ? start(0) : last(this::hasCaptured);
    }

    /** Returns whether the value was captured inside a library. */
    boolean isCapturedIn(Invoker invoker) {
        return last(entry -> hasCaptured(entry) && entry.view().contains(invoker)) != null;
    }

    /** Returns the last event in which the value was there. */
    EventLog.@Nullable Entry lastSeen() {
        return last(entry -> entry.event().kind() != ContextEvent.Kind.GIVEN
                && (hasWanted(entry.context()) || hasWanted(entry.event().previous())));
    }

    /** Returns the value as text, as long as somebody still holds it. */
    @Nullable
    String text() {
        Ambient<?> key = this.key;
        return key == null
                ? null
                : entries.stream()
                        .map(EventLog.Entry::context)
                        .filter(this::hasWanted)
                        .map(context -> context.textOf(key))
                        .filter(text -> text != null)
                        .findFirst()
                        .orElse(null);
    }

    private boolean gains(EventLog.Entry entry, int value) {
        Ambient<?> key = this.key;
        return key != null
                && entry.context().valueOf(key) == value
                && entry.event().previous().valueOf(key) != value;
    }

    private boolean hasCaptured(EventLog.Entry entry) {
        return entry.event().isCapture() && hasWanted(entry.context());
    }

    private boolean hasWanted(ContextFingerprint context) {
        Ambient<?> key = this.key;
        return key != null && wanted != 0 && context.valueOf(key) == wanted;
    }

    private EventLog.@Nullable Entry last(Predicate<EventLog.Entry> which) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (which.test(entries.get(i))) {
                return entries.get(i);
            }
        }
        return null;
    }

    /** Sorts by nearness to the line that asks, then by time, both descending. */
    private Stream<EventLog.Entry> nearest(Stream<EventLog.Entry> some) {
        return some.sorted(
                Comparator.<EventLog.Entry>comparingInt(entry -> entry.view().nearness(asking))
                        .thenComparingLong(entry -> entry.event().nanoTime())
                        .reversed());
    }
}
