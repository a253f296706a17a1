/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

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
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** In every world a callback sees its own request's Context, and without the artifact it does not. The page has the table. */
class WorldsTest {

    @RepeatedTest(20)
    void each_callback_sees_its_own_context() {
        assertThat(new Worlds().get()).containsOnly("right");
    }

    @Test
    void the_table_of_the_page() throws Exception {
        List<String> without = withoutTheArtifact();
        List<String> with = new Worlds().get();
        List<String> rows = new ArrayList<>();
        for (World world : World.values()) {
            rows.add("| " + world + " | " + without.get(world.ordinal()) + " | " + with.get(world.ordinal()) + " |");
        }
        assertThat(Files.readAllLines(Path.of("../../docs/how-to/grpc.md"))).containsSequence(rows);
    }

    /** Loads all anew but the class that gRPC looks for. */
    @SuppressWarnings("unchecked")
    private static List<String> withoutTheArtifact() throws Exception {
        URL artifact = ContextStorageOverride.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        assertThat(urls.remove(artifact)).as(Arrays.toString(urls.toArray())).isTrue();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader); // Micrometer looks for accessors with it
            Class<?> worlds = loader.loadClass(Worlds.class.getName());
            assertThat(worlds).isNotEqualTo(Worlds.class);
            return ((Supplier<List<String>>) worlds.getConstructor().newInstance()).get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
