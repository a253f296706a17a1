/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** The peers: a thread-local, which Micrometer's registry knows except where it is used plainly. */
final class ThreadLocalCarrier extends ThreadLocalValue implements ReactorCarrier {

    private static final String KEY = "survival";

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    /** What is done with the thread-local. */
    enum Mode {
        PLAIN("Thread-local", "a plain `ThreadLocal`"),
        DEFAULT(
                "Default mode",
                "Reactor as it comes, with `contextCapture()` as the last operator, and `ContextSnapshot.wrap` for `onDispose`"),
        AUTOMATIC(
                "Automatic mode",
                "`Hooks.enableAutomaticContextPropagation()`, with `contextCapture()` as the last operator, and `ContextSnapshot.wrap` for `onDispose`");

        private final String title;
        private final String description;

        Mode(String title, String description) {
            this.title = title;
            this.description = description;
        }
    }

    private final Mode mode;

    ThreadLocalCarrier(Mode mode) {
        this.mode = mode;
    }

    @Override
    public String title() {
        return mode.title;
    }

    @Override
    public String description() {
        return mode.description;
    }

    @Override
    public Registration install() {
        if (mode == Mode.PLAIN) {
            return () -> {};
        }
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, VALUE);
        if (mode == Mode.AUTOMATIC) {
            Hooks.enableAutomaticContextPropagation();
        }
        return () -> {
            Hooks.disableAutomaticContextPropagation();
            ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        };
    }

    @Override
    public boolean knowsAccessors() {
        return mode != Mode.PLAIN;
    }

    @Override
    public Map<String, Executor> executors(Pools pools) {
        return mode == Mode.PLAIN
                ? Map.of("a thread pool", pools.workers()::execute)
                : Map.of(
                        "a thread pool, wrapped",
                        ContextExecutorService.wrap(pools.workers().executor(), SNAPSHOTS::captureAll));
    }

    @Override
    public Function<Context, Context> write(String value) {
        return context -> context.put(KEY, value);
    }

    @Override
    public <T> Flux<T> last(Flux<T> flux) {
        return mode == Mode.PLAIN ? flux : flux.contextCapture();
    }

    @Override
    public <T> Mono<T> last(Mono<T> mono) {
        return mode == Mode.PLAIN ? mono : mono.contextCapture();
    }

    @Override
    public Runnable late(Runnable callback) {
        return mode == Mode.PLAIN ? callback : SNAPSHOTS.captureAll().wrap(callback);
    }
}
