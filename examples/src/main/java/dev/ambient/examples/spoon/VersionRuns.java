/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a version printed, run after run. */
record VersionRuns(String name, List<Transcript> transcripts) {

    static VersionRuns of(String name, int runs, Supplier<? extends Version> versions) {
        List<Transcript> transcripts = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            transcripts.add(Transcript.of(versions));
        }
        return new VersionRuns(name, transcripts);
    }

    Transcript first() {
        return transcripts.get(0);
    }

    /** The runs that got a value or the order wrong. */
    List<Transcript> wrong() {
        return transcripts.stream().filter(run -> !run.isRight()).toList();
    }

    int right() {
        return transcripts.size() - wrong().size();
    }
}
