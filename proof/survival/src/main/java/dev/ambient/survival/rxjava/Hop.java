/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.Scheduler;
import java.util.function.Function;

/** How a flow changes threads. */
enum Hop {
    NONE("no hop", How.STAY, Threads::from),
    OBSERVE_ON_COMPUTATION("observeOn computation", How.OBSERVE_ON, Threads::computation),
    OBSERVE_ON_IO("observeOn io", How.OBSERVE_ON, Threads::io),
    OBSERVE_ON_SINGLE("observeOn single", How.OBSERVE_ON, Threads::single),
    OBSERVE_ON_NEW_THREAD("observeOn newThread", How.OBSERVE_ON, Threads::newThread),
    OBSERVE_ON_FROM("observeOn from(executor)", How.OBSERVE_ON, Threads::from),
    OBSERVE_ON_INTERRUPTIBLE("observeOn from(executor), interruptible", How.OBSERVE_ON, Threads::interruptible),
    OBSERVE_ON_FAIR("observeOn from(executor), fair", How.OBSERVE_ON, Threads::fair),
    OBSERVE_ON_TRAMPOLINE("observeOn trampoline", How.OBSERVE_ON, Threads::trampoline),
    OBSERVE_ON_OWN("observeOn a program's own scheduler", How.OBSERVE_ON, Threads::own),
    SUBSCRIBE_ON_COMPUTATION("subscribeOn computation", How.SUBSCRIBE_ON, Threads::computation),
    SUBSCRIBE_ON_IO("subscribeOn io", How.SUBSCRIBE_ON, Threads::io),
    SUBSCRIBE_ON_FROM("subscribeOn from(executor)", How.SUBSCRIBE_ON, Threads::from),
    SUBSCRIBE_ON_INTERRUPTIBLE("subscribeOn from(executor), interruptible", How.SUBSCRIBE_ON, Threads::interruptible),
    SUBSCRIBE_ON_TRAMPOLINE("subscribeOn trampoline", How.SUBSCRIBE_ON, Threads::trampoline),
    SUBSCRIBE_ON_OWN("subscribeOn a program's own scheduler", How.SUBSCRIBE_ON, Threads::own),
    UNSUBSCRIBE_ON("unsubscribeOn from(executor)", How.UNSUBSCRIBE_ON, Threads::from),
    DELAY("delay on from(executor)", How.DELAY, Threads::from),
    DELAY_COMPUTATION("delay on computation", How.DELAY, Threads::computation);

    private enum How {
        STAY,
        OBSERVE_ON,
        SUBSCRIBE_ON,
        UNSUBSCRIBE_ON,
        DELAY
    }

    private final String title;
    private final How how;

    @SuppressWarnings("ImmutableEnumChecker") // it is one of the getters above
    private final Function<Threads, Scheduler> scheduler;

    Hop(String title, How how, Function<Threads, Scheduler> scheduler) {
        this.title = title;
        this.how = how;
        this.scheduler = scheduler;
    }

    <F> F on(Kind<F> kind, F flow, Threads threads) {
        return switch (how) {
            case STAY -> flow;
            case OBSERVE_ON -> kind.observeOn(flow, scheduler.apply(threads));
            case SUBSCRIBE_ON -> kind.subscribeOn(flow, scheduler.apply(threads));
            case UNSUBSCRIBE_ON -> kind.unsubscribeOn(flow, scheduler.apply(threads));
            case DELAY -> kind.delay(flow, scheduler.apply(threads));
        };
    }

    /** On threads of RxJava's own. */
    boolean isElsewhereToSubscribe() {
        return this == SUBSCRIBE_ON_IO || this == SUBSCRIBE_ON_COMPUTATION;
    }

    /**
     * Of two threads of a scheduled executor, the one with the end may overtake the one with the last item. RxJava then
     * leaves that item's task in the worker's queue, unrun and with its context, for as long as the flow is kept.
     */
    boolean mayDropTasks() {
        return this == DELAY;
    }

    boolean isSubscribeOn() {
        return how == How.SUBSCRIBE_ON;
    }

    @Override
    public String toString() {
        return title;
    }
}
