/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.oldest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.junit.AmbientExtension;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the published jars call is there in the oldest version of each library that they support. They are compiled with
 * newer ones, so nothing else would say so before a program does.
 */
class OldestVersionsTest {

    /** Where the build puts the oldest versions. */
    private static final Path OLDEST = Path.of("target", "oldest");

    @Test
    void each_class_method_and_field_is_there() throws Exception {
        Map<Link, TreeSet<String>> links = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        List<URL> urls = new ArrayList<>();
        for (Class<?> published : List.of(
                Ambient.class, ReactorBridge.class, RxJavaBridge.class, AmbientExtension.class, Diagnostics.class)) {
            URL url = published.getProtectionDomain().getCodeSource().getLocation();
            urls.add(url);
            collect(Path.of(url.toURI()), links);
        }
        try (Stream<Path> jars = Files.list(OLDEST)) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }

        List<String> missing = new ArrayList<>();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            links.forEach((link, users) -> {
                if (!link.resolves(loader)) {
                    missing.add(link + ", used by " + String.join(", ", users));
                }
            });
        }

        assertThat(links).as("what is used").hasSizeGreaterThan(1_000);
        assertThat(missing).as("used, and not in the oldest version").isEmpty();
    }

    private static void collect(Path place, Map<Link, TreeSet<String>> links) throws IOException {
        if (Files.isDirectory(place)) {
            collectBelow(place, links);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                collectBelow(jar.getPath("/"), links);
            }
        }
    }

    private static void collectBelow(Path root, Map<Link, TreeSet<String>> links) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    Link.of(in)
                            .forEach(link -> links.computeIfAbsent(link, unused -> new TreeSet<>())
                                    .add(file.getFileName().toString()));
                }
            }
        }
    }
}
