/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;

/**
 * Scopes are recorded, until this is closed.
 *
 * <pre>{@code
 * try (ScopeRecording recording = AmbientRegistry.global().recordScopes()) {
 *     handle(request);
 *     assertThat(recording.openScopes()).isEmpty();
 * }
 * }</pre>
 *
 * @see AmbientRegistry#recordScopes()
 */
public interface ScopeRecording extends Registration {

    /**
     * The recorded scopes that are open now, on whatever thread, alive or not.
     *
     * @return a problem for each, with the thread in its message and where the scope was opened as its cause; in the
     *     order in which they were opened
     */
    List<Problem> openScopes();
}
