/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;

/**
 * Records where scopes are opened, until it is closed.
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
     * Returns the recorded scopes that are open now, on any thread, alive or not.
     *
     * @return a problem for each, in the order in which they were opened; its message names the thread, and its cause shows where the
     *     scope was opened
     */
    List<Problem> openScopes();
}
