/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/** In place of a {@link VirtualThreadTaskExecutor}, which takes no decorator and holds nothing but the names of its threads. */
final class ContextVirtualThreadTaskExecutor extends VirtualThreadTaskExecutor {

    private ContextVirtualThreadTaskExecutor() {}

    private ContextVirtualThreadTaskExecutor(String threadNamePrefix) {
        super(threadNamePrefix);
    }

    /** Leaves the given one unused. */
    static ContextVirtualThreadTaskExecutor like(VirtualThreadTaskExecutor executor) {
        // Nothing else tells the prefix. The number after it is 0, unless threads have been made before this.
        String name = executor.getVirtualThreadFactory().newThread(() -> {}).getName();
        return name.isEmpty()
                ? new ContextVirtualThreadTaskExecutor()
                : new ContextVirtualThreadTaskExecutor(name.replaceFirst(name.endsWith("0") ? "0$" : "\\d+$", ""));
    }

    @Override
    public void execute(Runnable task) {
        super.execute(CapturedTask.of(task));
    }
}
