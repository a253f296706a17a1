/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import java.util.concurrent.Executor;

/** Captures at each submission. The three kinds of executor build on each other, as in the JDK. */
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
