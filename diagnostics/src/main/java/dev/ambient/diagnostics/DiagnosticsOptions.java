/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

/**
 * What {@link Diagnostics#install(DiagnosticsOptions)} puts in place.
 *
 * <pre>{@code
 * Diagnostics.install(DiagnosticsOptions.standard().notMine("com.acme.framework."));
 * }</pre>
 *
 * <p><b>Threads.</b> Options never change: each method returns others.
 */
public final class DiagnosticsOptions {

    private static final DiagnosticsOptions STANDARD = new DiagnosticsOptions(256);

    final int perThread;

    private DiagnosticsOptions(int perThread) {
        this.perThread = perThread;
    }

    /**
     * The log that {@code explain} works from, 256 moments for each thread, and nothing more.
     *
     * @return options
     */
    public static DiagnosticsOptions standard() {
        return STANDARD;
    }
}
