/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.util.Map;

/** What a log line shows. */
enum Verdict {
    RIGHT("right"),
    NONE("none"),
    ANOTHERS("another's");

    final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** Compares what a line should show with the MDC that it has. */
    static Verdict of(Map<String, String> expected, Map<String, String> mdc) {
        boolean all = true;
        for (Map.Entry<String, String> value : expected.entrySet()) {
            String seen = mdc.get(value.getKey());
            if (seen != null && !seen.equals(value.getValue())) {
                return ANOTHERS;
            }
            all &= seen != null;
        }
        return all ? RIGHT : NONE;
    }
}
