/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Problem;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what is reported, and keeps the last of each kind: many of one do not push out the few of another. */
final class RecentReports implements Consumer<Problem> {

    private static final int OF_EACH_KIND = 10;

    private static final int MAX_LENGTH = 1_000;

    /** The text of a problem. Not its cause, whose message is another's and may say anything. */
    record Report(Instant at, Problem.Kind kind, String message) {}

    private final Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);
    private final Map<Problem.Kind, Deque<Report>> lately = new EnumMap<>(Problem.Kind.class);

    @Override
    public synchronized void accept(Problem problem) {
        counts.merge(problem.kind(), 1L, Long::sum);
        Deque<Report> last = lately.computeIfAbsent(problem.kind(), kind -> new ArrayDeque<>(OF_EACH_KIND));
        if (last.size() == OF_EACH_KIND) {
            last.removeFirst();
        }
        String message = problem.message();
        last.addLast(new Report(
                Instant.now(),
                problem.kind(),
                message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH) + "…"));
    }

    synchronized long count(Problem.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    synchronized Map<Problem.Kind, Long> counts() {
        return new EnumMap<>(counts);
    }

    /** The last of each kind, newest first. */
    synchronized List<Report> lately() {
        List<Report> all = new ArrayList<>();
        lately.values().forEach(all::addAll);
        all.sort(Comparator.comparing(Report::at).reversed());
        return all;
    }
}
