/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.spi.HookInstallation;
import io.micrometer.context.ContextRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that is redeployed is unloaded, though the library and the threads that worked for it live on. */
class UnloadingTest extends CleanThread {

    /** Defines the application's classes anew, and has all others from where ours are. */
    private static final class ApplicationLoader extends ClassLoader {

        ApplicationLoader() {
            super(UnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RedeployedApplication.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Hooks of an application, for {@link FreshLoader}. */
    public static final class Hooks implements Runnable {

        @Override
        public void run() {
            new HookInstallation("hooks", () -> {}, () -> {}).add().close();
        }
    }

    /** What else there is when the application goes, and lives on. */
    enum Meanwhile {
        NOTHING,
        A_CAPTURE_AFTERWARDS,
        AN_OPEN_SCOPE
    }

    private ExecutorService raw;

    @BeforeEach
    void start_the_thread() throws Exception {
        // What is left of the key, an empty shell, goes with the next one that is mirrored under its name.
        afterwards(() -> ContextRegistry.getInstance().removeThreadLocalAccessor("unloading.mirrored"));
        raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        raw.submit(AmbientContext::capture).get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void the_class_loader_of_an_application_can_go(Meanwhile meanwhile) throws Exception {
        Ambient<String> ours = Ambient.named("ours");
        Scope scope = meanwhile == Meanwhile.AN_OPEN_SCOPE ? ours.bind("value") : () -> {};
        try {
            WeakReference<ClassLoader> application = deploy(AmbientExecutors.wrap(raw));
            if (meanwhile == Meanwhile.A_CAPTURE_AFTERWARDS) {
                AmbientContext.capture();
                raw.submit(AmbientContext::capture).get(60, TimeUnit.SECONDS);
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> {
                        System.gc();
                        assertThat(application.get() == null).as("unloaded").isTrue();
                    });
        } finally {
            scope.close();
        }
    }

    @Test
    void the_library_itself_can_go_though_the_thread_that_installed_its_hooks_lives_on() throws Exception {
        WeakReference<ClassLoader> library =
                raw.submit(UnloadingTest::installHooks).get(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(library.get() == null).as("unloaded").isTrue();
                });
    }

    private static WeakReference<ClassLoader> installHooks() throws Exception {
        try (FreshLoader loader = new FreshLoader()) {
            Class<?> hooks = loader.loadClass(Hooks.class.getName());
            assertThat(hooks).isNotEqualTo(Hooks.class);
            ((Runnable) hooks.getConstructor().newInstance()).run();
            return new WeakReference<>(loader);
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> deploy(ExecutorService pool) throws Exception {
        ClassLoader loader = new ApplicationLoader();
        Class<?> application = loader.loadClass(RedeployedApplication.class.getName());
        assertThat(application).isNotEqualTo(RedeployedApplication.class);
        Constructor<?> constructor = application.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object run = constructor.newInstance();
        assertThat(((Function<ExecutorService, Object>) run).apply(pool)).isEqualTo(true);
        return new WeakReference<>(loader);
    }
}
