/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.http.client.support.HttpAccessor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** A native image knows what the starter looks up by name. */
class ReflectionHintsTest {

    private static final Path SOURCES = Path.of("../autoconfigure/src/main/java/dev/ambient/spring/boot");

    /** What the sources read by name, and where it stands. */
    private static final Map<String, Class<?>> FIELDS = Map.of(
            "advisor", AbstractAdvisingBeanPostProcessor.class,
            "clientHttpRequestInitializers", HttpAccessor.class,
            "defaultExecutor", AsyncExecutionAspectSupport.class,
            "taskExecutor", RequestMappingHandlerAdapter.class,
            "threadPoolExecutor", ThreadPoolTaskExecutor.class);

    private final RuntimeHints hints = new RuntimeHints();

    @BeforeEach
    void register() {
        ClassLoader loader = getClass().getClassLoader();
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", loader)
                .load(RuntimeHintsRegistrar.class)
                .stream()
                .filter(registrar -> registrar.getClass().getName().startsWith("dev.ambient."))
                .forEach(registrar -> registrar.registerHints(hints, loader));
    }

    @Test
    void each_class_of_springs_that_takes_a_decorator() throws Exception {
        List<Field> fields = new ArrayList<>();
        for (String packages : List.of("core/task", "scheduling")) {
            for (Resource resource : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:org/springframework/" + packages + "/**/*.class")) {
                Stream.of(declaredFields(resource))
                        .filter(field -> field.getType() == TaskDecorator.class)
                        .forEach(fields::add);
            }
        }

        assertThat(fields).hasSizeGreaterThanOrEqualTo(5).allSatisfy(field -> {
            assertThat(field.getName()).isEqualTo("taskDecorator");
            assertHinted(field);
            assertThat(hintOf(field.getDeclaringClass()).methods())
                    .filteredOn(method -> method.getMode() == ExecutableMode.INVOKE)
                    .extracting(ExecutableHint::getName)
                    .contains("setTaskDecorator");
        });
    }

    @Test
    void each_other_field_that_the_sources_read_or_replace() throws Exception {
        Pattern access = Pattern.compile("(?:\\bread|\\breplace)\\(\\w+, \"(\\w+)\"");
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher matcher = access.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }

        assertThat(names).isEqualTo(new TreeSet<>(FIELDS.keySet()));
        for (Map.Entry<String, Class<?>> field : FIELDS.entrySet()) {
            assertHinted(field.getValue().getDeclaredField(field.getKey()));
        }
    }

    @Test
    void each_field_on_the_way_to_the_client_of_an_HTTP_interface() throws Exception {
        for (Map.Entry<String, String> read : ClientKinds.READ.entrySet()) {
            assertHinted(Class.forName(read.getKey()).getDeclaredField(read.getValue()));
        }
    }

    @Test
    void each_field_that_a_scheduler_takes_over() {
        List<Field> fields = new ArrayList<>();
        ReflectionUtils.doWithFields(SimpleAsyncTaskScheduler.class, fields::add, ReflectionUtils.COPYABLE_FIELDS);
        assertThat(fields).hasSizeGreaterThan(10).allSatisfy(this::assertHinted);
    }

    @Test
    void no_other_source_uses_reflection() throws IOException {
        Pattern reflection =
                Pattern.compile("java\\.lang\\.(reflect\\.Field|invoke)|ReflectionUtils|ClassUtils|forName\\(");
        TreeSet<String> using = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                if (reflection.matcher(Files.readString(file)).find()) {
                    using.add(file.getFileName().toString());
                }
            }
        }

        // In a native image OwnClients sees no field of the program's, and Lines no class file: they say less.
        assertThat(using)
                .containsExactly(
                        "CapturedTask.java",
                        "ClientKinds.java",
                        "ContextTaskScheduler.java",
                        "Decoration.java",
                        "Installation.java",
                        "Lines.java",
                        "OwnClients.java",
                        "ReflectionHints.java",
                        "SpringsOwnExecutors.java",
                        "SubclassProxy.java",
                        "TracingAccessors.java");
    }

    @Test
    @Tag("opentelemetry") // once more, with the adapter on the class path
    void each_class_that_is_looked_up() {
        assertThat(Installation.lookedUp())
                .hasSize(8)
                .filteredOn(name -> !name.equals(Installation.OTEL_ADAPTER)
                        || ClassUtils.isPresent(name, getClass().getClassLoader()))
                .hasSizeGreaterThan(6)
                .allSatisfy(
                        name -> assertThat(RuntimeHintsPredicates.reflection().onType(Class.forName(name)))
                                .accepts(hints));
    }

    private void assertHinted(Field field) {
        assertThat(hintOf(field.getDeclaringClass()).fields())
                .extracting(FieldHint::getName)
                .contains(field.getName());
    }

    private TypeHint hintOf(Class<?> type) {
        TypeHint hint = hints.reflection().getTypeHint(type);
        assertThat(hint).as(type.getName()).isNotNull();
        return hint;
    }

    private static Field[] declaredFields(Resource resource) throws IOException {
        String name = new SimpleMetadataReaderFactory()
                .getMetadataReader(resource)
                .getClassMetadata()
                .getClassName();
        try {
            return Class.forName(name, false, ReflectionHintsTest.class.getClassLoader())
                    .getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError e) {
            return new Field[0]; // of a library that is not here
        }
    }
}
