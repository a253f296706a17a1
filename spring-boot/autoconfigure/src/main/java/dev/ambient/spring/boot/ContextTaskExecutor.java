/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

/** In place of a bean that is declared as one of Spring's two interfaces, and whose class takes no decorator. */
class ContextTaskExecutor implements TaskExecutor {

    private final CapturingTaskDecorator decorator = new CapturingTaskDecorator(null, false);
    private final TaskExecutor delegate;

    private ContextTaskExecutor(TaskExecutor delegate) {
        this.delegate = delegate;
    }

    static TaskExecutor of(TaskExecutor delegate) {
        return new ContextTaskExecutor(delegate);
    }

    static AsyncTaskExecutor of(AsyncTaskExecutor delegate) {
        return new Async(delegate);
    }

    @Override
    public void execute(Runnable task) {
        delegate.execute(decorator.decorate(task));
    }

    @Override
    public String toString() {
        return "Ambient(" + delegate + ")";
    }

    /** Its {@code submit} methods are the interface's, which come to {@code execute}. */
    private static final class Async extends ContextTaskExecutor implements AsyncTaskExecutor {

        Async(AsyncTaskExecutor delegate) {
            super(delegate);
        }
    }
}
