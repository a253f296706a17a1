/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.concurrent.atomic.AtomicReference;

/** A task on a worker of RxJava's scheduler for tests. */
final class OnATestScheduler implements Loss {

    @Override
    public Explanation lose() {
        Registration bridge = RxJavaBridge.install();
        try {
            AtomicReference<Explanation> seen = new AtomicReference<>();
            TestScheduler time = new TestScheduler();
            Scheduler.Worker worker = time.createWorker();
            Ambient.where(REQUEST_ID, "r-17")
                    .run(() -> worker.schedule(() -> {
                        seen.set(Diagnostics.explain(REQUEST_ID)); // null here
                    }));
            time.triggerActions();
            return seen.get();
        } finally {
            bridge.close();
        }
    }
}
