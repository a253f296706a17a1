/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.unloading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ContextRegistry;
import io.reactivex.rxjava3.core.Flowable;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;

/**
 * A program is unloaded together with the library, as when a server takes it out and ends the threads that worked for it. The
 * common pool's live on. Nothing of the JDK may hold on to a class of ours, and once all is closed nothing of Reactor, RxJava
 * or Micrometer either, where the server has those.
 */
class UnloadingTest {

    /** Whose class loader has Reactor, RxJava, Micrometer and SLF4J. */
    enum Libraries {
        OF_THE_PROGRAM,
        OF_THE_SERVER
    }

    @ParameterizedTest(name = "{0}, libraries {1}")
    @CsvSource({
        "values,OF_THE_PROGRAM",
        "executors,OF_THE_PROGRAM",
        "futures,OF_THE_PROGRAM",
        "listeners,OF_THE_PROGRAM",
        "foreign,OF_THE_PROGRAM",
        "mirrored,OF_THE_PROGRAM",
        "reports,OF_THE_PROGRAM",
        "reactor,OF_THE_PROGRAM",
        "rxjava,OF_THE_PROGRAM",
        "values,OF_THE_SERVER",
        "executors,OF_THE_SERVER",
        "futures,OF_THE_SERVER",
        "listeners,OF_THE_SERVER",
        "foreign,OF_THE_SERVER",
        "mirrored,OF_THE_SERVER",
        "reports,OF_THE_SERVER",
        "reactor,OF_THE_SERVER",
        "rxjava,OF_THE_SERVER"
    })
    void the_class_loader_of_library_and_program_can_go(String part, Libraries libraries) throws Exception {
        URL[] theirs =
                places(Flux.class, Flowable.class, Publisher.class, ContextRegistry.class, MDC.class, Nullable.class);
        URL[] ours = places(Ambient.class, ReactorBridge.class, RxJavaBridge.class, Program.class);
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader server =
                new URLClassLoader(libraries == Libraries.OF_THE_SERVER ? theirs : new URL[0], platform)) {
            URL[] all = libraries == Libraries.OF_THE_SERVER
                    ? ours
                    : Stream.of(ours, theirs).flatMap(Stream::of).toArray(URL[]::new);
            AtomicReference<WeakReference<ClassLoader>> run = new AtomicReference<>();
            Thread worker = new Thread(() -> run.set(run(part, all, server)));
            worker.start();
            worker.join();
            WeakReference<ClassLoader> program = run.get();

            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> {
                        System.gc();
                        assertThat(program.refersTo(null)).as("unloaded").isTrue();
                    });
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> run(String part, URL[] urls, ClassLoader parent) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (URLClassLoader loader = new URLClassLoader(urls, parent)) {
            thread.setContextClassLoader(loader); // as a server does
            Class<?> program = loader.loadClass(Program.class.getName());
            assertThat(program).isNotEqualTo(Program.class);
            Object run = program.getConstructor().newInstance();
            assertThat(((BiFunction<String, ExecutorService, Object>) run).apply(part, pool))
                    .isEqualTo(part);
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            return new WeakReference<>(loader);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] places(Class<?>... classes) {
        return Stream.of(classes)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .distinct()
                .toArray(URL[]::new);
    }
}
