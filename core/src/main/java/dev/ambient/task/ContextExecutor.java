/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import java.util.concurrent.Executor;

/** An executor that captures the context at each submission. */
public class ContextExecutor implements Executor {

    private final Executor delegate;

    public ContextExecutor(Executor delegate) {
        this.delegate = delegate;
    }

    @Override
    public final void execute(Runnable command) {
        delegate.execute(ContextTask.of(command));
    }

    @Override
    public final String toString() {
        return "Ambient(" + delegate + ")";
    }
}
