/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a context: it became current, or was captured.
 *
 * @param time of {@code System.nanoTime}
 * @param step how it became current; {@code null} if it was captured
 * @param before what was current
 * @param now what is current from then on, or was captured
 * @param suppressed flow was suppressed
 * @param look the stack
 */
record Moment(long time, Recorder.@Nullable Step step, Held before, Held now, boolean suppressed, Look look) {

    boolean isCapture() {
        return step == null;
    }
}
