/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Core is in layers, and what each of them uses of the others is this and no more. */
class LayersTest {

    private static final Pattern ARROW = Pattern.compile("^\\s+(dev\\.ambient\\.\\S+)\\s+-> (dev\\.ambient\\.\\S+)");

    /** By package: the classes of other packages of ours that it uses. */
    private final Map<String, Set<String>> uses = uses();

    @Test
    void users_have_fifteen_types() {
        assertThat(publicTypesIn("dev.ambient"))
                .containsExactlyInAnyOrder(
                        "Ambient",
                        "AmbientContext",
                        "AmbientContextAccessor",
                        "AmbientExecutors",
                        "AmbientFuture",
                        "AmbientMdc",
                        "AmbientRegistry",
                        "Bindings",
                        "CallableOp",
                        "ChangeListener",
                        "Problem",
                        "PropagationPolicy",
                        "Registration",
                        "Scope",
                        "ScopeRecording");
    }

    @Test
    void authors_of_bridges_have_five() {
        assertThat(publicTypesIn("dev.ambient.spi"))
                .containsExactlyInAnyOrder(
                        "Boundary", "ClassCache", "ContextListener", "HookGroup", "HookInstallation");
    }

    @Test
    void types_in_them_are_these() {
        assertThat(publicTypesWithin("dev.ambient"))
                .containsExactlyInAnyOrder("Ambient$Builder", "ChangeListener$Cause", "Problem$Kind");
        assertThat(publicTypesWithin("dev.ambient.spi"))
                .containsExactlyInAnyOrder(
                        "ContextListener$Purpose", "ContextListener$Step", "HookGroup$Hook", "HookGroup$State");
    }

    @Test
    void there_are_five_packages() {
        assertThat(types().map(LayersTest::packageOf).distinct())
                .containsExactlyInAnyOrder(
                        "dev.ambient",
                        "dev.ambient.foreign",
                        "dev.ambient.report",
                        "dev.ambient.spi",
                        "dev.ambient.task");
    }

    @Test
    void nothing_else_is_exported() {
        ModuleDescriptor module =
                ModuleFinder.of(classes()).findAll().iterator().next().descriptor();
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder("dev.ambient", "dev.ambient.spi");
        assertThat(module.opens()).isEmpty();
    }

    @Test
    void the_face_for_bridges_is_built_on_the_face_for_users() {
        assertThat(uses.get("dev.ambient.spi"))
                .allMatch(name -> publicTypesIn("dev.ambient").contains(name));
    }

    @Test
    void reports_use_what_they_are_about() {
        assertThat(uses.get("dev.ambient.report"))
                .containsExactlyInAnyOrder("Problem", "Registration", "Scope", "ScopeRecording");
    }

    @Test
    void foreign_thread_locals_know_nothing_of_contexts() {
        assertThat(uses.get("dev.ambient.foreign"))
                .containsExactlyInAnyOrder("PropagationPolicy", "report.Headroom", "report.Reports");
    }

    @Test
    void tasks_use_what_any_program_can_use() {
        assertThat(uses.get("dev.ambient.task"))
                .containsExactlyInAnyOrder("AmbientContext", "CallableOp", "Registration", "spi.Boundary");
    }

    private static Path classes() {
        try {
            return Path.of(Ambient.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> classFiles() {
        try (Stream<Path> files = Files.walk(classes())) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> types() {
        return classFiles().stream()
                .map(file -> classes().relativize(file).toString())
                .map(file ->
                        file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.'));
    }

    private static Set<String> publicTypesIn(String name) {
        return publicTypes(name).filter(type -> !type.contains("$")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The public types that are members of another that is public. */
    private static Set<String> publicTypesWithin(String name) {
        Set<String> types = publicTypesIn(name);
        return publicTypes(name)
                .filter(type -> type.contains("$") && types.contains(type.replaceAll("\\$.*", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> publicTypes(String name) {
        return types().filter(type -> packageOf(type).equals(name) && !type.endsWith("package-info"))
                .filter(type -> Modifier.isPublic(load(type).getModifiers()))
                .map(type -> type.substring(name.length() + 1));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, LayersTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Set<String>> uses() {
        StringWriter text = new StringWriter();
        Stream<String> options =
                Stream.of("--ignore-missing-deps", "-verbose:class", "-filter:none", "--multi-release", "base");
        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(text),
                        new PrintWriter(text),
                        Stream.concat(options, classFiles().stream().map(Path::toString))
                                .toArray(String[]::new));
        assertThat(status).as("%s", text).isZero();
        Map<String, Set<String>> uses = new TreeMap<>();
        text.toString().lines().map(ARROW::matcher).filter(Matcher::find).forEach(arrow -> {
            String from = packageOf(arrow.group(1));
            String to = arrow.group(2);
            if (!packageOf(to).equals(from)) {
                uses.computeIfAbsent(from, name -> new TreeSet<>())
                        .add(to.substring("dev.ambient.".length()).replaceAll("\\$.*", ""));
            }
        });
        return uses;
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }
}
