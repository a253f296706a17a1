/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.spi.ClassCache;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import reactor.core.CorePublisher;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The schedulers on which the right context is current in every task. Each of their tasks passes Reactor's schedule hook, or runs at
 * once.
 */
final class HookedSchedulers {

    private static final String PACKAGE = Schedulers.class.getPackageName() + ".";

    /** Simple names of the schedulers. */
    private static final Set<String> SCHEDULERS = Set.of(
            "BoundedElasticScheduler",
            "DelegateServiceScheduler",
            "ExecutorScheduler",
            "ImmediateScheduler",
            "ParallelScheduler",
            "SingleScheduler");

    /** Beginnings of the names of their workers. */
    private static final List<String> WORKERS = Stream.of(
                    "ExecutorServiceWorker", "ExecutorScheduler$", "ImmediateScheduler$")
            .map(PACKAGE::concat)
            .toList();

    private static final ClassCache<Boolean> IS_SCHEDULER =
            new ClassCache<>(Flux.class, type -> isScheduler(type.getName()));

    private static final ClassCache<Boolean> IS_WORKER =
            new ClassCache<>(Flux.class, type -> WORKERS.stream().anyMatch(type.getName()::startsWith));

    private HookedSchedulers() {}

    /** Returns whether an operator that changes threads asks for items on such a scheduler. */
    static boolean asksOnHooked(CorePublisher<?> hop) {
        Object scheduler = hop instanceof Scannable scannable ? scannable.scanUnsafe(Attr.RUN_ON) : null;
        if (scheduler instanceof Supplier<?> cached) {
            scheduler = cached.get();
        }
        return scheduler != null && IS_SCHEDULER.get(scheduler);
    }

    /** Returns whether the subscriber of an operator that changes threads asks on such a scheduler. */
    static boolean isHooked(Scannable hop) {
        Object worker = hop.scanUnsafe(Attr.RUN_ON);
        return worker != null && IS_WORKER.get(worker);
    }

    private static boolean isScheduler(String name) {
        return name.startsWith(PACKAGE) && SCHEDULERS.contains(name.substring(PACKAGE.length()));
    }
}
