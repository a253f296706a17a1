/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import dev.ambient.integration.Threads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import reactor.core.scheduler.Scheduler;

/** Two threads on which somebody has left a request id behind, for the schedulers of all libraries. */
final class StaleThreads implements AutoCloseable {

    static final String STALE = "stale";
    static final String OTHER = "other";

    private final Threads threads = new Threads("shared", 2);

    StaleThreads() {
        threads.onEach(() -> {
            REQUEST_ID.set(STALE);
            return STALE;
        });
    }

    Scheduler reactor() {
        return threads.scheduler();
    }

    io.reactivex.rxjava3.core.Scheduler rxJava() {
        return threads.rxJava();
    }

    ExecutorService bare() {
        return threads.bare();
    }

    /** On a thread that works for another request. */
    void busy(Runnable task) {
        threads.bare().execute(() -> Ambient.where(REQUEST_ID, OTHER).run(task));
    }

    /** What each thread holds between tasks: what was there before, or somebody is dirty. */
    List<String> left() {
        return threads.onEach(REQUEST_ID::get);
    }

    @Override
    public void close() {
        threads.onEach(() -> {
            REQUEST_ID.unset();
            return "";
        });
        threads.close();
    }
}
