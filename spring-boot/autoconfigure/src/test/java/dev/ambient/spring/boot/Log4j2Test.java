/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What log lines show, with Log4j2 in place of Logback: the value and the trace, on another thread too. */
class Log4j2Test {

    @Test
    void log_lines_show_the_value_and_the_trace() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Object program = loader.loadClass(Program.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            List<?> lines = (List<?>) ((Callable<?>) program).call();
            assertThat(lines).hasSize(4);
            String span = String.valueOf(lines.get(0));
            assertThat(span).matches("org.apache.logging.slf4j.Log4jLogger [0-9a-f]{32}-[0-9a-f]{16}");
            String shown = span.substring(span.indexOf(' ') + 1) + " acme";
            assertThat(lines.subList(1, 4))
                    .asString()
                    .isEqualTo("[" + shown + " here, " + shown + " there, - null later]");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        Path own = Path.of(Log4j2Test.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolveSibling("log4j2");
        try (Stream<Path> jars = Files.list(own)) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            if (!name.matches("(logback-|log4j-to-slf4j|jul-to-slf4j|spring-boot-starter-logging|tomcat-).*")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }

    /** Runs in its own class loader. */
    public static final class Program implements Callable<List<String>> {

        @Override
        @SuppressWarnings("try") // a scope is there to be closed
        public List<String> call() throws Exception {
            PrintStream before = System.out;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            List<String> lines = new ArrayList<>();
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--spring.main.banner-mode=off",
                            "--ambient.values.tenant.header=X-Tenant",
                            "--ambient.values.tenant.mdc=true")) {
                Tracer tracer = context.getBean(Tracer.class);
                ExecutorService executor = context.getBean(ExecutorService.class);
                Span span = tracer.nextSpan().start();
                lines.add(LoggerFactory.getLogger("test").getClass().getName() + " "
                        + span.context().traceId() + "-" + span.context().spanId());
                Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
                try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                    Ambient.where(tenant, "acme").call(() -> {
                        log("here");
                        return executor.submit(() -> log("there")).get();
                    });
                }
                executor.submit(() -> log("later")).get();
            } finally {
                System.setOut(before);
            }
            out.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("SHOWN "))
                    .forEach(line -> lines.add(line.substring("SHOWN ".length())));
            return lines;
        }

        private static void log(String where) {
            LoggerFactory.getLogger("test").warn(where);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Nothing {

        @Bean
        ExecutorService executor() {
            return Executors.newSingleThreadExecutor();
        }
    }
}
