/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.AmbientContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What the threads of all pools look like to a task that brought nothing along. Run it while no bridge is installed: a
 * bridge would see to it that such a task finds nothing, whatever is on the thread.
 *
 * @param threads how many threads were looked at
 * @param dirty those that still had a value, and which
 */
record PoolCheck(int threads, List<String> dirty) {

    static PoolCheck of(List<Pool> pools) {
        int threads = 0;
        List<String> dirty = new ArrayList<>();
        for (Pool pool : pools) {
            for (Map.Entry<Thread, String> left :
                    pool.onEachThread(PoolCheck::leftBehind).entrySet()) {
                threads++;
                if (!left.getValue().isEmpty()) {
                    dirty.add(left.getKey().getName() + ": " + left.getValue());
                }
            }
        }
        return new PoolCheck(threads, dirty);
    }

    private static String leftBehind() {
        AmbientContext context = AmbientContext.current();
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        boolean clean = context.isEmpty() && (mdc == null || mdc.isEmpty());
        return clean ? "" : context + " MDC" + mdc;
    }
}
