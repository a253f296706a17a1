/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that the diagnostics have recorded. It knows no class of theirs, which may not be on the class path. */
interface RecordedRequests {

    AmbientProperties.Diagnostics mode();

    /** The name of the value that tells requests apart; {@code null} if nothing is recorded. */
    @Nullable
    String key();

    /** Their ids, newest first. */
    List<String> ids();

    /** What happened to a request; {@code null} if none of that id is recorded. */
    @Nullable
    Explained explain(String id);

    /** Its timeline, as a page of HTML; {@code null} if none of that id is recorded. */
    @Nullable
    String page(String id);

    /** One request: its timeline, a line for each step, and what it has lost. */
    record Explained(String key, String id, List<String> timeline, List<Loss> losses) {}

    /** A place where the value is missing, and why. */
    record Loss(
            String reason,
            String here,
            @Nullable String set,
            @Nullable String captured,
            @Nullable String last,
            String dropped,
            String why,
            String fix) {}
}
