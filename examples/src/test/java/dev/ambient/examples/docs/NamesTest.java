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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                assertThat(members(CLASSES.get(member.group(1)))).as(code).contains(member.group(2));
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
