/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameClassifierTest {

    @Test
    void every_package_of_a_published_module_is_known_as_Ambients() throws IOException {
        List<String> packages = publishedPackages();
        assertThat(packages).contains("dev.ambient", "dev.ambient.spi", "dev.ambient.reactor", "dev.ambient.junit");
        assertThat(packages)
                .filteredOn(name -> FrameClassifier.isProgram(name + ".AnyClass"))
                .as("add these to FrameClassifier")
                .isEmpty();
    }

    @Test
    void a_package_below_is_the_programs_own() {
        assertThat(FrameClassifier.isProgram("dev.ambient.app.AnyClass")).isTrue();
        assertThat(FrameClassifier.isProgram("AnyClass")).isTrue();
    }

    /** A published module has a module descriptor. */
    private static List<String> publishedPackages() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        try (Stream<Path> descriptors = Files.find(
                root, 8, (path, attributes) -> path.endsWith(Path.of("src", "main", "java", "module-info.java")))) {
            return descriptors
                    .flatMap(FrameClassifierTest::packagesBeside)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> packagesBeside(Path descriptor) {
        Path sources = descriptor.getParent();
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith(".java") && !file.equals(descriptor))
                    .map(file -> sources.relativize(file.getParent())
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "."))
                    .distinct()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
