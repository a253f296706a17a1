/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.travel;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.reactor.ReactorBridge;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The program that {@link CallTrace} steps through. Its last round is traced; the ones before it load what is used once. */
final class Journeys {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final ThreadLocal<String> LOCALE = new ThreadLocal<>();
    private static final Queue<Runnable> QUEUE = new ArrayDeque<>();

    private Journeys() {}

    public static void main(String[] args) {
        Consumer<Consumer<String>> round = switch (args[0]) {
            case "task" -> tasks(TENANT::get);
            case "foreign" -> {
                AmbientRegistry.global().register("locale", LOCALE);
                yield tasks(LOCALE::get);
            }
            case "reactor" -> {
                ReactorBridge.install();
                yield Journeys::reactor;
            }
            default -> throw new IllegalArgumentException(args[0]);
        };
        for (int i = 0; i < 3; i++) {
            round.accept(step -> {});
        }
        while (!AmbientContext.boundary().isSampled()) {} // so that no hook is checked in the traced round
        round.accept(Journeys::step);
    }

    /** A debugger stops here, and notes what is called until the next step. */
    static void step(String name) {}

    private static Consumer<Consumer<String>> tasks(Supplier<String> read) {
        Executor executor = AmbientExecutors.wrap((Executor) QUEUE::add);
        return step -> {
            LOCALE.set("de");
            Ambient.where(TENANT, "acme").run(() -> {
                step.accept("submitted");
                executor.execute(() -> read(step, read, LOCALE.get() == null ? "acme" : "de"));
                step.accept("");
            });
            LOCALE.remove();
            run(step, "run");
        };
    }

    private static void reactor(Consumer<String> step) {
        Ambient.where(TENANT, "acme").run(() -> {
            step.accept("assembled");
            Flux<String> flow = Flux.just("a")
                    .hide()
                    .publishOn(Schedulers.fromExecutor(QUEUE::add))
                    .doOnNext(item -> read(step, TENANT::get, "acme"));
            step.accept("subscribed");
            flow.subscribe();
            step.accept("");
        });
        run(step, "signalled");
    }

    private static void read(Consumer<String> step, Supplier<String> read, String expected) {
        step.accept("read");
        String value = read.get();
        step.accept("ended");
        if (!expected.equals(value)) {
            throw new AssertionError(value);
        }
    }

    private static void run(Consumer<String> step, String name) {
        for (Runnable task = QUEUE.poll(); task != null; task = QUEUE.poll()) {
            step.accept(name);
            task.run();
            step.accept("");
        }
    }
}
