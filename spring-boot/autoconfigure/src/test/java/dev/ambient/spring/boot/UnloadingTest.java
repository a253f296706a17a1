/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A program whose context is closed and whose threads have ended is unloaded, and the starter with it. OpenTelemetry is left out:
 * its thread that exports spans lives on, with or without the starter.
 */
class UnloadingTest {

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_class_loader_of_a_program_can_go() throws Exception {
        WeakReference<ClassLoader> program = run();
        // Where records are compared, JDK 17 refers to the component type that was the last one.
        assertThat(new Last(Instant.EPOCH))
                .isEqualTo(new Last(Instant.EPOCH))
                .hasSameHashCodeAs(new Last(Instant.EPOCH));
        while (!program.refersTo(null)) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(program.get()).isNull();
    }

    private record Last(Instant component) {}

    private static WeakReference<ClassLoader> run() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThat(onAThreadThatEnds(loader)).isEqualTo("acme");
            return new WeakReference<>(loader);
        }
    }

    private static String onAThreadThatEnds(ClassLoader loader) throws InterruptedException, ExecutionException {
        FutureTask<String> run =
                new FutureTask<>(() -> String.valueOf(((Callable<?>) loader.loadClass(Program.class.getName())
                                .getDeclaredConstructor()
                                .newInstance())
                        .call()));
        Thread thread = new Thread(run);
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        return run.get();
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!path.getFileName().toString().matches(".*(opentelemetry|tracing).*\\.jar")) {
                urls.add(path.toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }

    /** Runs in its own class loader. */
    public static final class Program implements Callable<String> {

        @Override
        public String call() {
            SpringApplication application = new SpringApplication(Nothing.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setRegisterShutdownHook(false); // it would hold the context until the JVM ends
            try (ConfigurableApplicationContext context = application.run(
                    "--spring.main.banner-mode=off",
                    "--ambient.values.tenant.header=X-Tenant",
                    "--ambient.values.tenant.mdc=true",
                    "--ambient.diagnostics=full")) {
                Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
                Mono<String> seen =
                        Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> tenant.orElse("none"));
                return Ambient.where(tenant, "acme").call(() -> seen.block());
            } finally {
                Schedulers.shutdownNow();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Nothing {}
}
