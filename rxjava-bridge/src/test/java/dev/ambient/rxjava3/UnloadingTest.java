/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A redeployed application is unloaded, although the bridge, RxJava and the threads that worked for it live on. */
class UnloadingTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Defines the application's classes again, and takes all others from our class loader. */
    private static final class ApplicationLoader extends ClassLoader {

        ApplicationLoader() {
            super(UnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RedeployedFlows.class.getName())) {
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

    private static final ExecutorService MAKER = Executors.newSingleThreadExecutor();

    private final ExecutorService pool = Executors.newFixedThreadPool(2, this::thread);

    /** Makes the thread on another thread: in the JDK a thread holds all classes on the stack of the thread that made it. */
    private Thread thread(Runnable task) {
        try {
            Thread thread = MAKER.submit(() -> new Thread(task)).get(60, TimeUnit.SECONDS);
            thread.setDaemon(true);
            return thread;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        MAKER.submit(() -> {}).get(60, TimeUnit.SECONDS);
        // Its thread runs the delays of schedulers that are made from an executor.
        CountDownLatch started = new CountDownLatch(1);
        Schedulers.single().scheduleDirect(started::countDown);
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @AfterAll
    static void stop() {
        MAKER.shutdownNow();
    }

    @ParameterizedTest(name = "the bridge is removed: {0}")
    @ValueSource(booleans = {true, false})
    void the_class_loader_of_an_application_can_go(boolean removed) throws Exception {
        List<Scheduler> schedulers = List.of(
                RxJavaPlugins.createIoScheduler(this::thread),
                RxJavaPlugins.createComputationScheduler(this::thread),
                RxJavaPlugins.createSingleScheduler(this::thread),
                RxJavaPlugins.createNewThreadScheduler(this::thread),
                Schedulers.from(pool));
        Registration registration = bridge.install();
        try {
            WeakReference<ClassLoader> application = deploy(schedulers);
            if (removed) {
                registration.close();
            }
            Soon.isReleased(application);
        } finally {
            schedulers.forEach(Scheduler::shutdown);
            pool.shutdownNow();
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> deploy(List<Scheduler> schedulers) throws Exception {
        ClassLoader loader = new ApplicationLoader();
        Class<?> application = loader.loadClass(RedeployedFlows.class.getName());
        assertThat(application).isNotEqualTo(RedeployedFlows.class);
        Constructor<?> constructor = application.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object run = constructor.newInstance();
        assertThat(((Function<List<Scheduler>, Object>) run).apply(schedulers)).isEqualTo(true);
        return new WeakReference<>(loader);
    }
}
