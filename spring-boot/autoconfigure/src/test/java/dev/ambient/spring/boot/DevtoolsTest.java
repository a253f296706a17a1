/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Restarts by Boot's devtools, in a process of their own: each generation has values, and the one before it is unloaded. The first one never
 * is, with or without the starter: Boot's logging and its shutdown hook refer to its class loader, and so do the threads that Reactor starts.
 */
class DevtoolsTest {

    private static final int GENERATIONS = 4;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void each_generation_has_values_and_the_one_before_it_is_unloaded() throws Exception {
        // As jars of libraries, which devtools does not load anew. Here they are directories, as the program's own
        // classes are.
        Path first = directory.resolve("first");
        Path excluded = first.resolve("META-INF/spring-devtools.properties");
        Files.createDirectories(excluded.getParent());
        Files.writeString(excluded, "restart.exclude.libraries=.*/target/classes/\n");
        List<String> classPath = new ArrayList<>(List.of(first.toString()));
        Path own = Path.of(DevtoolsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> jars = Files.list(own.resolveSibling("devtools"))) {
            jars.map(Path::toString).forEach(classPath::add);
        }
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !entry.contains("spring-kafka")) // keeps the loader of the first generation in a constant
                .forEach(classPath::add);

        Path output = directory.resolve("output"); // not on the class path: devtools restarts when a file there changes
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SoftRefLRUPolicyMSPerMB=0", // Spring keeps classes by soft references
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        Program.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(() -> read(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(output).stream().filter(line -> line.startsWith("generation")))
                .containsExactly(
                        "generation 1 by RestartClassLoader: operator acme, executor acme",
                        "generation 2 by RestartClassLoader: operator acme, executor acme",
                        "generation 3 by RestartClassLoader: operator acme, executor acme",
                        "generation 4 by RestartClassLoader: operator acme, executor acme");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The main class of the program. Each generation but the first two waits until the one before it is unloaded. */
    public static final class Program {

        private static final String BEFORE = Program.class.getName() + ".before";
        private static final String GENERATION = Program.class.getName() + ".generation";

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Configured.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--spring.main.banner-mode=off",
                            "--management.tracing.enabled=false",
                            "--ambient.values.tenant.header=X-Tenant",
                            "--ambient.values.tenant.mdc=true")) {
                ran(context);
            }
        }

        /** Only devtools' class loader comes here: in the loader of the JVM, devtools ends the thread that runs the program. */
        private static void ran(ConfigurableApplicationContext context) throws Exception {
            Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
            String operator = Ambient.where(tenant, "acme")
                    .call(() -> Mono.just("")
                            .publishOn(Schedulers.parallel())
                            .map(nothing -> tenant.orElse("none"))
                            .block());
            String executor = Ambient.where(tenant, "acme")
                    .call(() -> context.getBean(Workers.class).submit(() -> tenant.orElse("none")))
                    .get();
            Properties shared = System.getProperties(); // what outlives a generation
            int generation = (Integer) shared.getOrDefault(GENERATION, 1);
            ClassLoader loader = Program.class.getClassLoader();
            System.out.println("generation " + generation + " by "
                    + loader.getClass().getSimpleName() + ": operator " + operator + ", executor " + executor);
            if (shared.get(BEFORE) instanceof WeakReference<?> before && generation > 2) {
                long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                while (!before.refersTo(null)) {
                    if (System.nanoTime() - deadline > 0) {
                        System.out.println("generation " + (generation - 1) + " is not unloaded");
                        Runtime.getRuntime().halt(1);
                    }
                    System.gc();
                }
            }
            if (generation == GENERATIONS) {
                Runtime.getRuntime().halt(0);
            }
            shared.put(BEFORE, new WeakReference<>(loader));
            shared.put(GENERATION, generation + 1);
            Class<?> restarter = Class.forName("org.springframework.boot.devtools.restart.Restarter");
            Object instance = restarter.getMethod("getInstance").invoke(null);
            Thread thread = new Thread(() -> restart(restarter, instance));
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
        }

        private static void restart(Class<?> restarter, Object instance) {
            try {
                restarter.getMethod("restart").invoke(instance);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A subclass of it is made in each generation. */
        public static class Workers extends ThreadPoolExecutor {

            public Workers() {
                super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            }
        }

        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        public static class Configured {

            @Bean
            public Workers workers() {
                return new Workers();
            }
        }
    }
}
