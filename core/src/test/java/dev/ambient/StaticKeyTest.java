/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mirrored key in a static field of an accessor that Micrometer's registry finds while it is being made: the two
 * registries then meet before either is there. Each attempt loads all classes anew.
 */
class StaticKeyTest {

    /** What Micrometer finds. */
    public static final class Found implements ThreadLocalAccessor<String> {

        static final Ambient<String> KEY =
                Ambient.<String>builder("found").mirrored("found.mirror").build();

        @Override
        public Object key() {
            return "found";
        }

        @Override
        public String getValue() {
            return null;
        }

        @Override
        public void setValue(String value) {
            // only there to be found
        }

        @Override
        public void setValue() {
            // only there to be found
        }
    }

    /** Run in the fresh class loader: whether the mirrored key is known to Micrometer and a capture works. */
    public static final class Attempt {

        public static void touchMicrometer() {
            ContextRegistry.getInstance();
        }

        public static void touchAmbient() {
            AmbientContext.capture();
        }

        public static String result() {
            AmbientContext.capture();
            List<String> keys = ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                    .map(accessor -> accessor.key().toString())
                    .sorted()
                    .toList();
            return keys + " " + Found.KEY.name();
        }
    }

    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path services;

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(contextClassLoader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"touchMicrometer", "touchAmbient"})
    void it_is_registered_whichever_class_comes_first(String first) throws Exception {
        Class<?> attempt = fresh();
        attempt.getMethod(first).invoke(null);
        assertThat(attempt.getMethod("result").invoke(null))
                .isEqualTo("[dev.ambient.context, found, found.mirror] found");
    }

    @Test
    void two_threads_that_touch_both_at_once_do_not_wait_for_each_other() throws Exception {
        for (int i = 0; i < 20; i++) {
            Class<?> attempt = fresh(); // and threads that are made afterwards have its class loader
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                CountDownLatch start = new CountDownLatch(1);
                Future<Object> one = threads.submit(() -> {
                    start.await();
                    return attempt.getMethod("touchMicrometer").invoke(null);
                });
                Future<Object> other = threads.submit(() -> {
                    start.await();
                    return attempt.getMethod("touchAmbient").invoke(null);
                });
                start.countDown();
                one.get(60, TimeUnit.SECONDS);
                other.get(60, TimeUnit.SECONDS);
                assertThat(attempt.getMethod("result").invoke(null))
                        .isEqualTo("[dev.ambient.context, found, found.mirror] found");
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private Class<?> fresh() throws Exception {
        Path names = services.resolve("META-INF/services/" + ThreadLocalAccessor.class.getName());
        Files.createDirectories(names.getParent());
        Files.writeString(names, Found.class.getName());
        URL[] path = Arrays.stream((services + File.pathSeparator + System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
        // Micrometer looks with the context class loader of whoever comes first, or with its own.
        ClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return Class.forName(Attempt.class.getName(), true, loader);
    }
}
