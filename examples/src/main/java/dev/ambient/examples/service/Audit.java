/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.concurrent.Executor;

/** Notes what was offered to whom. Fire and forget: no request waits for it, and it may run long after the answer. */
final class Audit {

    private final Executor executor;
    private final Probe probe;

    Audit(Executor executor, Probe probe) {
        this.executor = executor;
        this.probe = probe;
    }

    void note(Request request) {
        executor.execute(() -> probe.at(Stage.AUDIT, request));
    }
}
