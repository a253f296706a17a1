/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata for native images: what it names is there, and what the sources look up by name is in it. */
class NativeImageTest {

    private static final Path PROJECT = Path.of("../..");

    private static final List<String> MODULES =
            List.of("core", "reactor-bridge", "rxjava-bridge", "diagnostics", "junit");

    private static final Pattern REFLECTION = Pattern.compile(
            "\\.(forName|find(Static|Virtual|Special|Constructor|Getter|Setter|VarHandle)|unreflect\\w*"
                    + "|get(Declared)?(Method|Field|Constructor)s?|getResource(AsStream)?|newProxyInstance)\\(|ServiceLoader\\.");

    /** Each line of the sources that looks something up, and the names in the metadata that are for it. */
    private static final Map<String, Set<String>> LOOKED_UP = Map.of(
            "AutomaticMode findStatic", Set.of("Hooks.isAutomaticContextPropagationEnabled"),
            "ReactorInternals forName", Set.of("OptimizableOperator"),
            "ReactorInternals findVirtual",
                    Set.of("OptimizableOperator.source", "OptimizableOperator.subscribeOrReturn"),
            "OperatorNames forName", namesOfOperators(),
            "RemadeOperators findGetter",
                    Set.of(
                            "MonoDefer.supplier",
                            "MonoDeferContextual.contextualMonoFactory",
                            "MonoFlatMap.mapper",
                            "MonoIgnoreThen.ignore",
                            "MonoIgnoreThen.last",
                            "MonoIgnoreThen$ThenIgnoreMain.ignoreMonos"),
            "RemadeOperators findConstructor",
                    Set.of(
                            "MonoDefer.<init>",
                            "MonoDeferContextual.<init>",
                            "MonoFlatMap.<init>",
                            "MonoIgnoreThen.<init>"),
            "Bridge forName", Set.of("ReactorBridge", "RxJavaBridge"),
            "Bridge getMethod", Set.of("ReactorBridge.isInstalled", "RxJavaBridge.isInstalled"),
            "RequestEvent forName", Set.of("Contextual"),
            "InstalledBridges forName", Set.of("ReactorBridge", "RxJavaBridge"));

    @ParameterizedTest
    @ValueSource(strings = {"core", "reactor-bridge", "diagnostics", "junit"})
    void what_the_metadata_names_is_there(String module) throws Exception {
        List<Entry> entries = entriesOf(module);

        assertThat(entries).isNotEmpty();
        for (Entry entry : entries) {
            assertThat(load(entry.condition)).isNotNull();
            if (entry.name.equals("jdk.jfr.Contextual") && Runtime.version().feature() < 25) {
                continue; // it came with JDK 25
            }
            Class<?> named = load(entry.name);
            for (Map.Entry<String, List<String>> method : entry.methods.entrySet()) {
                assertThat(executables(named)).as(entry.name).anySatisfy(executable -> {
                    assertThat(executable instanceof Constructor ? "<init>" : executable.getName())
                            .isEqualTo(method.getKey());
                    assertThat(Stream.of(executable.getParameterTypes()).map(Class::getTypeName))
                            .containsExactlyElementsOf(method.getValue());
                });
            }
            assertThat(Stream.of(named.getDeclaredFields()).map(Field::getName)).containsAll(entry.fields);
        }
    }

    @Test
    void what_the_sources_look_up_is_named() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String module : MODULES) {
            for (Path file : sourcesOf(module)) {
                String type = file.getFileName().toString().replace(".java", "");
                Matcher lookUp = REFLECTION.matcher(Files.readString(file));
                while (lookUp.find()) {
                    found.add(type + " " + lookUp.group().replaceAll("\\W", ""));
                }
            }
        }
        // Its own class file, for the manifest beside it. In an image there is none, and the version is taken to be
        // right.
        found.remove("HookInstallation getResource");
        assertThat(found).isEqualTo(new TreeSet<>(LOOKED_UP.keySet()));

        Map<String, Set<String>> expected = new TreeMap<>();
        LOOKED_UP.forEach((line, names) -> expected.computeIfAbsent(line.split(" ")[0], type -> new TreeSet<>())
                .addAll(names));
        Map<String, Set<String>> named = new TreeMap<>();
        for (String module : MODULES) {
            for (Entry entry : entriesOf(module)) {
                Set<String> names = named.computeIfAbsent(simple(entry.condition), type -> new TreeSet<>());
                String name = simple(entry.name);
                if (expected.getOrDefault(simple(entry.condition), Set.of()).contains(name)) {
                    names.add(name);
                }
                entry.methods.keySet().forEach(method -> names.add(name + "." + method));
                entry.fields.forEach(field -> names.add(name + "." + field));
            }
        }
        assertThat(named.remove("ContextRegistry")).containsExactly("AmbientContextAccessor.<init>");
        assertThat(named).isEqualTo(expected);
    }

    @Test
    void the_service_file_is_a_resource_and_names_the_accessor() throws IOException {
        String service = "META-INF/services/io.micrometer.context.ThreadLocalAccessor";
        assertThat(Files.readString(PROJECT.resolve("core/src/main/resources/" + service)))
                .contains("dev.ambient.AmbientContextAccessor");
        assertThat(Files.readString(metadata("core").resolve("resource-config.json")))
                .contains("\"\\\\Q" + service + "\\\\E\"");
    }

    /** The rows whose names the bridge checks in the Reactor that is there. */
    private static Set<String> namesOfOperators() {
        try {
            String source = Files.readString(
                    PROJECT.resolve("reactor-bridge/src/main/java/dev/ambient/reactor/OperatorNames.java"));
            Set<String> names = new TreeSet<>();
            Matcher row = Pattern.compile("put\\(KnownOperators\\.(\\w+), \"\"\"(.*?)\"\"\"", Pattern.DOTALL)
                    .matcher(source);
            Set<String> rows = Pattern.compile("KnownOperators\\.(\\w+),?\\s")
                    .matcher(source.substring(source.indexOf("Stream.of("), source.indexOf(".flatMap(known")))
                    .results()
                    .map(result -> result.group(1).strip())
                    .collect(Collectors.toSet());
            while (row.find()) {
                if (rows.contains(row.group(1))) {
                    names.addAll(Arrays.asList(row.group(2).strip().split("\\s+")));
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Entry(String condition, String name, List<String> fields, Map<String, List<String>> methods) {}

    private static List<Entry> entriesOf(String module) throws IOException {
        Path file = metadata(module).resolve("reflect-config.json");
        return Files.exists(file) ? parse(Files.readAllLines(file)) : List.of();
    }

    private static Path metadata(String module) {
        return PROJECT.resolve(module + "/src/main/resources/META-INF/native-image/dev.ambient/ambient-" + module);
    }

    /** One entry a line. A line that is written in another way fails. */
    private static List<Entry> parse(List<String> lines) {
        assertThat(lines.get(0)).isEqualTo("[");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("]");
        Pattern form =
                Pattern.compile("  \\{\"condition\": \\{\"typeReachable\": \"([\\w.$]+)\"}, \"name\": \"([\\w.$]+)\""
                        + "(?:, \"fields\": \\[(\\{[^\\]]*})])?(?:, \"methods\": \\[(\\{.*})])?}(,?)");
        Pattern fieldForm = Pattern.compile("\\{\"name\": \"(\\w+)\"}(?:, )?");
        Pattern methodForm = Pattern.compile(
                "\\{\"name\": \"([\\w<>]+)\", \"parameterTypes\": \\[((?:\"[\\w.$\\[\\]]+\"(?:, )?)*)]}(?:, )?");
        List<String> inner = lines.subList(1, lines.size() - 1);
        return inner.stream()
                .map(line -> {
                    Matcher entry = form.matcher(line);
                    assertThat(entry.matches()).as(line).isTrue();
                    assertThat(entry.group(5)).isEqualTo(line.equals(inner.get(inner.size() - 1)) ? "" : ",");
                    Map<String, List<String>> methods = new TreeMap<>();
                    String fields = entry.group(3) == null ? "" : entry.group(3);
                    assertThat(fieldForm.matcher(fields).replaceAll(""))
                            .as(line)
                            .isEmpty();
                    String list = entry.group(4) == null ? "" : entry.group(4);
                    assertThat(methodForm.matcher(list).replaceAll("")).as(line).isEmpty();
                    Matcher method = methodForm.matcher(list);
                    while (method.find()) {
                        List<String> types = Pattern.compile("[\\w.$\\[\\]]+")
                                .matcher(method.group(2))
                                .results()
                                .map(MatchResult::group)
                                .toList();
                        methods.put(method.group(1), types);
                    }
                    List<String> names = fieldForm
                            .matcher(fields)
                            .results()
                            .map(result -> result.group(1))
                            .toList();
                    return new Entry(entry.group(1), entry.group(2), names, methods);
                })
                .toList();
    }

    private static List<Path> sourcesOf(String module) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve(module + "/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, NativeImageTest.class.getClassLoader());
    }

    private static List<Executable> executables(Class<?> type) {
        return Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
                .toList();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
