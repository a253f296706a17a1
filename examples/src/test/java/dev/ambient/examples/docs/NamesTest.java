/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.AmbientMdc;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.PropagationPolicy;
import dev.ambient.diagnostics.BoundaryCount;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Timeline;
import dev.ambient.junit.AmbientProbe;
import dev.ambient.junit.LeakCheck;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ContextListener;
import dev.ambient.spi.HookGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages call by its name within a sentence or a table is there under that name. */
class NamesTest {

    private static final Map<String, Class<?>> CLASSES = Stream.of(
                    Ambient.class,
                    AmbientContext.class,
                    AmbientExecutors.class,
                    AmbientFuture.class,
                    AmbientMdc.class,
                    AmbientProbe.class,
                    AmbientRegistry.class,
                    Boundary.class,
                    BoundaryCount.class,
                    ContextListener.class,
                    Diagnostics.class,
                    DiagnosticsOptions.class,
                    Explanation.class,
                    HookGroup.class,
                    LeakCheck.class,
                    Problem.Kind.class,
                    PropagationPolicy.class,
                    ReactorBridge.class,
                    RxJavaBridge.class,
                    Timeline.class)
            .collect(Collectors.toMap(Class::getSimpleName, type -> type));

    private static final Pattern MEMBER =
            Pattern.compile("\\b(%s)\\.(\\w+)".formatted(String.join("|", CLASSES.keySet())));

    private static final Pattern TEST = Pattern.compile("^`(\\w+Test)(?:\\.(\\w+))?`$");

    /** By the names of their classes; each bridge may have one of the same name. */
    private static Map<String, List<String>> tests;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.find(
                Page.ROOT,
                20,
                (file, attributes) -> file.getFileName().toString().endsWith("Test.java"))) {
            tests = files.collect(Collectors.groupingBy(
                    file -> file.getFileName().toString().replace(".java", ""),
                    Collectors.mapping(file -> Page.of(file).text(), Collectors.toList())));
        }
    }

    static List<Page> pages() {
        return Page.all().stream()
                .filter(page -> page.file().startsWith("docs") || page.file().startsWith("README.md"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_a_page_names_is_there(Page page) {
        for (String code : page.inlineCode()) {
            for (Matcher member = MEMBER.matcher(code); member.find(); ) {
                assertThat(members(CLASSES.get(member.group(1))))
                        .as("%s in %s", code, page)
                        .contains(member.group(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tests_that_a_page_names_are_there(Page page) {
        for (String code : page.inlineCode()) {
            for (Matcher test = TEST.matcher(code); test.find(); ) {
                assertThat(tests.getOrDefault(test.group(1), List.of()))
                        .as("%s in %s", code, page)
                        .anyMatch(text -> test.group(2) == null || text.contains(" " + test.group(2) + "("));
            }
        }
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getMethods()).map(member -> member.getName()),
                        Arrays.stream(type.getFields()).map(member -> member.getName()),
                        Arrays.stream(type.getClasses()).map(Class::getSimpleName))
                .flatMap(names -> names);
    }
}
