/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.TimelinePoint.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders the points of a timeline for drawing: threads, stretches in which they had a value, hops, marks and losses. */
final class TimelineModel {

    /** A stretch in which a thread had a value. */
    static final class Stretch {
        final TimelinePoint begin;

        /** Where the work was captured that continues here; {@code null} if that is unknown or on this thread. */
        final @Nullable TimelinePoint from;

        @Nullable
        TimelinePoint end;

        Stretch(TimelinePoint begin, @Nullable TimelinePoint from) {
            this.begin = begin;
            this.from = from;
        }
    }

    final String key;
    final List<String> threads;
    final List<Stretch> stretches = new ArrayList<>();

    /** The points that get a number: beginnings of stretches, marks and losses, in order. */
    final List<TimelinePoint> numbered = new ArrayList<>();

    /** The points that have a place on the time axis, in order. */
    final List<TimelinePoint> axis = new ArrayList<>();

    private final IdentityHashMap<TimelinePoint, Stretch> begun = new IdentityHashMap<>();
    private final IdentityHashMap<TimelinePoint, Integer> numbers = new IdentityHashMap<>();

    TimelineModel(String key, Collection<TimelinePoint> points) {
        this.key = key;
        List<TimelinePoint> ordered = points.stream()
                .sorted(Comparator.comparingLong(TimelinePoint::nanos))
                .toList();
        List<TimelinePoint> merged = merge(ordered);
        Set<String> threads = new LinkedHashSet<>();
        Map<String, Stretch> open = new HashMap<>();
        List<TimelinePoint> captured = new ArrayList<>();
        Set<TimelinePoint> sources = Collections.newSetFromMap(new IdentityHashMap<>());
        for (TimelinePoint point : merged) {
            if (point.kind() == Kind.CAPTURED) {
                captured.add(point);
                continue;
            }
            threads.add(point.thread());
            axis.add(point);
            if (point.kind() == Kind.ENDED) {
                Stretch ended = open.remove(point.thread());
                if (ended != null) {
                    ended.end = point;
                }
                continue;
            }
            numbered.add(point);
            numbers.put(point, numbered.size());
            if (point.isBegin()) {
                TimelinePoint from = point.kind() == Kind.ENTERED ? source(point, captured, stretches) : null;
                if (from != null && from.kind() == Kind.CAPTURED && sources.add(from)) {
                    axis.add(from);
                }
                Stretch stretch = new Stretch(point, from);
                stretches.add(stretch);
                begun.put(point, stretch);
                open.put(point.thread(), stretch);
            }
        }
        axis.sort(Comparator.comparingLong(TimelinePoint::nanos));
        this.threads = List.copyOf(threads);
    }

    /** Returns the stretch that began with a point. */
    @Nullable
    Stretch begunWith(TimelinePoint point) {
        return begun.get(point);
    }

    /** Returns the operator that brought the value, made the task that brought it, or has the point in its callback. */
    @Nullable
    String operatorOf(TimelinePoint point) {
        Stretch stretch = begun.get(point);
        return point.operator() == null && stretch != null && stretch.from != null
                ? stretch.from.operator()
                : point.operator();
    }

    long start() {
        return axis.isEmpty() ? 0 : axis.get(0).nanos();
    }

    long end() {
        return axis.isEmpty() ? 0 : axis.get(axis.size() - 1).nanos();
    }

    int number(TimelinePoint point) {
        return numbers.getOrDefault(point, 0);
    }

    long losses() {
        return numbered.stream().filter(point -> point.kind() == Kind.LOST).count();
    }

    /** Returns the values, in the order in which they appear. */
    List<String> values() {
        return numbered.stream()
                .map(TimelinePoint::value)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * Removes an end and the beginning after it, if the thread has the same value before and after and nothing happens elsewhere
     * in between. Successive operators need not be shown apart.
     */
    private static List<TimelinePoint> merge(List<TimelinePoint> ordered) {
        List<TimelinePoint> merged = new ArrayList<>();
        Map<String, String> lost = new HashMap<>();
        for (TimelinePoint point : ordered) {
            if (isRepeated(point, lost)) {
                continue;
            }
            int last = merged.size() - 1;
            while (last >= 0 && merged.get(last).kind() == Kind.CAPTURED) {
                last--;
            }
            boolean goesOn = last >= 0
                    && point.isBegin()
                    && merged.get(last).kind() == Kind.ENDED
                    && merged.get(last).thread().equals(point.thread())
                    && Objects.equals(merged.get(last).value(), point.value());
            if (goesOn) {
                merged.remove(last);
            } else {
                merged.add(point);
            }
        }
        return merged;
    }

    /** Returns whether a mark has just shown this loss: a program that marks a place often reads the value there, too. */
    private static boolean isRepeated(TimelinePoint point, Map<String, String> lost) {
        if (point.kind() != Kind.LOST || point.note() == null) {
            lost.remove(point.thread());
            return false;
        }
        String before = lost.get(point.thread());
        boolean isRepeated = before != null && before.endsWith(point.note());
        if (!isRepeated) {
            lost.put(point.thread(), point.note());
        }
        return isRepeated;
    }

    /** Returns the source of an entered context: its own capture, else a capture of the value, else a thread that had it. */
    private static @Nullable TimelinePoint source(
            TimelinePoint point, List<TimelinePoint> captured, List<Stretch> stretches) {
        TimelinePoint source = null;
        boolean isSame = false;
        for (TimelinePoint other : captured) {
            boolean same = other.context() == point.context();
            if (Objects.equals(other.value(), point.value()) && (same || !isSame)) {
                source = other;
                isSame = same;
            }
        }
        if (source == null) {
            for (Stretch other : stretches) {
                if (Objects.equals(other.begin.value(), point.value())) {
                    source = other.begin;
                }
            }
        }
        return source == null || source.thread().equals(point.thread()) ? null : source;
    }
}
