/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts verdicts by stage. Used by many threads at once. */
final class Verdicts {

    private record Cell(Stage stage, Verdict verdict) {}

    private final Map<Cell, LongAdder> counts = new ConcurrentHashMap<>();

    void add(Stage stage, Verdict verdict) {
        counter(stage, verdict).increment();
    }

    long count(Stage stage, Verdict verdict) {
        return counter(stage, verdict).sum();
    }

    /**
     * Whether every stage saw the right values, once for each request. A verdict that is missing is as bad as a wrong
     * one: nobody looked.
     */
    boolean allRight(long requests) {
        for (Stage stage : Stage.values()) {
            for (Verdict verdict : Verdict.values()) {
                if (count(stage, verdict) != (verdict == Verdict.RIGHT ? requests : 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    private LongAdder counter(Stage stage, Verdict verdict) {
        return counts.computeIfAbsent(new Cell(stage, verdict), cell -> new LongAdder());
    }
}
