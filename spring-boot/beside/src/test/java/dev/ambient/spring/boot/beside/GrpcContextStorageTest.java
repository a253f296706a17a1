/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.override.ContextStorageOverride;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** A program that has ambient-grpc-context and another library's storage starts only if gRPC uses the first. */
class GrpcContextStorageTest {

    private static URL ours;
    private static URL others;

    @BeforeAll
    static void find() throws Exception {
        ours = ContextStorageOverride.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (Stream<Path> jars = Files.list(Path.of("target", "other-storage"))) {
            others = jars.findFirst().orElseThrow().toUri().toURL();
        }
    }

    /** What a program says that is started with some storages before all else on the class path. */
    private static String started(URL... storages) throws Exception {
        List<URL> urls = new ArrayList<>(Arrays.asList(storages));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            URL url = new File(entry).toURI().toURL();
            if (!url.equals(ours)) {
                urls.add(url);
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Object program =
                    loader.loadClass(Program.class.getName()).getConstructor().newInstance();
            return (String) ((Callable<?>) program).call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void alone() throws Exception {
        assertThat(started(ours)).isEqualTo("started");
    }

    @Test
    void first() throws Exception {
        assertThat(started(ours, others)).isEqualTo("started");
    }

    @Test
    void second() throws Exception {
        assertThat(started(others, ours))
                .startsWith("gRPC does not use the storage of ambient-grpc-context. ")
                .containsSubsequence("It is jar:" + others, "Not used", ours.toString(), "Remove all but one.");
    }

    @Test
    void not_there() throws Exception {
        assertThat(started(others)).isEqualTo("started");
        assertThat(started()).isEqualTo("started");
    }

    /** Runs in its own class loader. */
    public static final class Program implements Callable<String> {

        /** For whoever loads it. */
        public Program() {}

        @Override
        public String call() {
            try {
                new SpringApplicationBuilder(Nothing.class)
                        .web(WebApplicationType.NONE)
                        .run("--spring.main.banner-mode=off")
                        .close();
                return "started";
            } catch (RuntimeException e) {
                return e.getMessage();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Nothing {}
}
