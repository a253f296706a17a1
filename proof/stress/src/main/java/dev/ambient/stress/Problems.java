/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.EnumSet;
import java.util.Set;

/** What was reported on each thread. It would go to the log otherwise, thousands of times a second. */
final class Problems {

    private static final ThreadLocal<Set<Problem.Kind>> HERE =
            ThreadLocal.withInitial(() -> EnumSet.noneOf(Problem.Kind.class));

    static {
        AmbientRegistry.global().reportTo(problem -> HERE.get().add(problem.kind()));
    }

    private Problems() {}

    /** What was reported on the running thread since it last asked, to be added to its result; nothing if nothing was. */
    static String take() {
        Set<Problem.Kind> kinds = HERE.get();
        if (kinds.isEmpty()) {
            return "";
        }
        String text = " " + kinds;
        kinds.clear();
        return text;
    }
}
