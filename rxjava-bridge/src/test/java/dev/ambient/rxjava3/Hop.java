/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.function.Function;

/** The ways in which a flow changes threads. */
enum Hop {
    NONE(How.STAY, workers -> Schedulers.trampoline()),
    OBSERVE_ON_IO(How.OBSERVE_ON, workers -> workers.io),
    OBSERVE_ON_COMPUTATION(How.OBSERVE_ON, workers -> workers.computation),
    OBSERVE_ON_SINGLE(How.OBSERVE_ON, workers -> workers.single),
    OBSERVE_ON_NEW_THREAD(How.OBSERVE_ON, workers -> workers.newThread),
    OBSERVE_ON_EXECUTOR(How.OBSERVE_ON, workers -> workers.executor),
    OBSERVE_ON_TRAMPOLINE(How.OBSERVE_ON, workers -> Schedulers.trampoline()),
    SUBSCRIBE_ON_IO(How.SUBSCRIBE_ON, workers -> workers.io),
    SUBSCRIBE_ON_EXECUTOR(How.SUBSCRIBE_ON, workers -> workers.executor),
    SUBSCRIBE_ON_TRAMPOLINE(How.SUBSCRIBE_ON, workers -> Schedulers.trampoline()),
    DELAY_ON_COMPUTATION(How.DELAY, workers -> workers.computation),
    DELAY_ON_EXECUTOR(How.DELAY, workers -> workers.executor);

    enum How {
        STAY,
        OBSERVE_ON,
        SUBSCRIBE_ON,
        DELAY
    }

    final How how;
    private final Function<Workers, Scheduler> scheduler;

    Hop(How how, Function<Workers, Scheduler> scheduler) {
        this.how = how;
        this.scheduler = scheduler;
    }

    Scheduler scheduler(Workers workers) {
        return scheduler.apply(workers);
    }
}
