/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The frame classifier knows which frames are Ambient's own. */
class FrameClassifierTest {

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(ambient-[^<]+)</artifactId>");

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

    /** Returns the packages of all modules that the BOM names. */
    private static List<String> publishedPackages() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Set<String> published = new HashSet<>();
        ARTIFACT.matcher(Files.readString(root.resolve("bom/pom.xml")))
                .results()
                .forEach(id -> published.add(id.group(1)));
        List<String> packages = new ArrayList<>();
        try (Stream<Path> poms = Files.find(root, 5, (path, attributes) -> path.endsWith("pom.xml"))) {
            for (Path pom : poms.toList()) {
                Matcher artifact = ARTIFACT.matcher(Files.readString(pom).replaceFirst("(?s)<parent>.*</parent>", ""));
                Path sources = pom.resolveSibling("src/main/java");
                if (artifact.find() && published.contains(artifact.group(1)) && Files.exists(sources)) {
                    packages.addAll(packagesIn(sources));
                }
            }
        }
        return packages;
    }

    private static List<String> packagesIn(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .distinct()
                    .toList();
        }
    }
}
