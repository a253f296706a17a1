/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.grpc.AmbientContextStorage;
import dev.ambient.grpc.AmbientGrpc;
import io.grpc.override.ContextStorageOverride;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another library has a class of the name that gRPC looks for: whichever is first, somebody is told. */
class ConflictTest {

    private static URL ours;
    private static URL others;

    /** What a program is told that asks for the storage and then uses the interceptors. */
    @SuppressWarnings("try")
    public static final class Told implements Supplier<List<String>> {

        /** For whoever loads it. */
        public Told() {}

        @Override
        public List<String> get() {
            List<String> told = new CopyOnWriteArrayList<>();
            try (Registration reporter =
                    AmbientRegistry.global().reportTo(problem -> told.add(problem.kind() + ": " + problem.message()))) {
                try {
                    AmbientContextStorage.requireInstalled();
                } catch (IllegalStateException e) {
                    told.add("thrown: " + e.getMessage());
                }
                AmbientGrpc.clientInterceptor();
                AmbientGrpc.serverInterceptor();
            }
            return told;
        }
    }

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

    /** What one is told with some storages before all else on the class path. */
    @SuppressWarnings("unchecked")
    private static List<String> told(URL... storages) throws Exception {
        List<URL> urls = new ArrayList<>(List.of(storages));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            URL url = new File(entry).toURI().toURL();
            if (!url.equals(ours)) {
                urls.add(url);
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> told = loader.loadClass(Told.class.getName());
            return ((Supplier<List<String>>) told.getConstructor().newInstance()).get();
        }
    }

    @Test
    void alone_there_is_nothing_to_tell() throws Exception {
        assertThat(told(ours)).isEmpty();
    }

    @Test
    void ours_first_is_used_and_the_other_is_reported_once() throws Exception {
        assertThat(told(ours, others))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(Problem.Kind.PARTLY_INSTALLED.toString())
                        .contains("io.grpc.override.ContextStorageOverride", "which keeps it in the ambient context")
                        .containsSubsequence(ours.toString(), "Not used", others.toString()));
    }

    @Test
    void the_other_first_is_thrown_to_who_asks_for_ours_and_reported_to_who_does_not() throws Exception {
        assertThat(told(others, ours))
                .satisfiesExactly(
                        thrown -> assertThat(thrown)
                                .startsWith("thrown: ")
                                .contains("does not keep it in the ambient context")
                                .containsSubsequence(others.toString(), "Not used", ours.toString()),
                        reported -> assertThat(reported).startsWith(Problem.Kind.PARTLY_INSTALLED.toString()));
    }

    @Test
    void the_other_alone_is_named_to_who_asks_for_ours_and_left_in_peace_otherwise() throws Exception {
        assertThat(told(others))
                .singleElement()
                .satisfies(thrown -> assertThat(thrown)
                        .startsWith("thrown: ")
                        .contains(others.toString(), "dev.ambient:ambient-grpc-context"));
    }
}
