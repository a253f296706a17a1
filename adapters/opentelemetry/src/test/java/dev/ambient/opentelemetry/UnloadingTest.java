/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import io.micrometer.context.ContextRegistry;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program is unloaded together with the adapter and OpenTelemetry. Where core is the server's, the threads that worked for it live on. */
class UnloadingTest {

    /** Whose class loader has core. */
    enum Core {
        OF_THE_PROGRAM,
        OF_THE_SERVER
    }

    @ParameterizedTest
    @EnumSource
    void the_class_loader_of_adapter_and_program_can_go(Core core) throws Exception {
        URL[] ours = Stream.of(places(AmbientContextStorageProvider.class, Program.class), openTelemetry())
                .flatMap(Stream::of)
                .toArray(URL[]::new);
        URL[] cores = places(Ambient.class, ContextRegistry.class);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService requests = Executors.newSingleThreadExecutor();
        pool.submit(() -> {}).get(1, TimeUnit.MINUTES); // its thread is the server's
        try (URLClassLoader server = new URLClassLoader(cores, ClassLoader.getPlatformClassLoader())) {
            boolean isServers = core == Core.OF_THE_SERVER;
            URL[] urls = isServers
                    ? ours
                    : Stream.of(ours, cores).flatMap(Stream::of).toArray(URL[]::new);
            WeakReference<ClassLoader> program =
                    requests.submit(() -> run(urls, server, pool)).get(1, TimeUnit.MINUTES);
            if (!isServers) {
                pool.shutdown();
                requests.shutdown();
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> {
                        System.gc();
                        assertThat(program.refersTo(null)).as("unloaded").isTrue();
                    });
        } finally {
            pool.shutdownNow();
            requests.shutdownNow();
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> run(URL[] urls, ClassLoader parent, ExecutorService pool)
            throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, parent)) {
            thread.setContextClassLoader(loader); // as a server does
            Class<?> program = loader.loadClass(Program.class.getName());
            assertThat(program).isNotEqualTo(Program.class);
            Object run = program.getConstructor().newInstance();
            assertThat(((Function<ExecutorService, Object>) run).apply(pool)).isEqualTo(true);
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Its newer versions have their class loading in a jar of its own. */
    private static URL[] openTelemetry() throws MalformedURLException {
        List<URL> jars = new ArrayList<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(jar).getName().startsWith("opentelemetry-")) {
                jars.add(new File(jar).toURI().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static URL[] places(Class<?>... classes) {
        return Stream.of(classes)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .distinct()
                .toArray(URL[]::new);
    }
}
