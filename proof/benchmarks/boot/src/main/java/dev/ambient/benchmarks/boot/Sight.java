/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the requests of one mode have seen at one stage. */
record Sight(Stage stage, Mode mode, Figures figures) {

    double of(Kind kind, Verdict verdict) {
        return figures.of(mode, Looks.key(stage, kind, verdict));
    }

    /** Which part of the looks had this verdict; NaN where nobody has looked. */
    double part(Kind kind, Verdict verdict) {
        double all = 0;
        for (Verdict some : Verdict.values()) {
            all += of(kind, some);
        }
        return of(kind, verdict) / all;
    }

    boolean isRight() {
        for (Kind kind : Kind.values()) {
            if (part(kind, Verdict.RIGHT) != 1) {
                return false;
            }
        }
        return true;
    }

    /** One cell of the table: what is not right is named. */
    String text() {
        if (isRight()) {
            return "right";
        }
        List<String> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            kinds.add(kind.title + ": " + text(kind));
        }
        boolean same = kinds.stream()
                        .map(text -> text.substring(text.indexOf(':')))
                        .distinct()
                        .count()
                == 1;
        return same ? text(Kind.ID) : String.join("; ", kinds);
    }

    private String text(Kind kind) {
        if (Double.isNaN(part(kind, Verdict.RIGHT))) {
            return "never reached";
        }
        List<String> parts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            double part = part(kind, verdict);
            if (part == 1) {
                return verdict == Verdict.ANOTHERS ? bold(verdict.title) : verdict.title;
            }
            if (part > 0) {
                String text = String.format(Locale.ROOT, "%.1f %% %s", part * 100, verdict.title);
                parts.add(verdict == Verdict.ANOTHERS ? bold(text) : text);
            }
        }
        return String.join(", ", parts);
    }

    private static String bold(String text) {
        return "**" + text + "**";
    }
}
