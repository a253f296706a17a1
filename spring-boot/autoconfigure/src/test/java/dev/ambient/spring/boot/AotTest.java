/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplicationAotProcessor;

/** Processes a program ahead of time as Boot's build plugins do, and starts what came of it on the JVM. */
class AotTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void a_processed_program_has_the_value_of_a_request_at_each_stage(String stack) throws Exception {
        String[] properties = {
            "--spring.main.web-application-type=" + stack,
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--logging.level." + AotApplication.class.getName() + "=info",
            "--ambient.values.tenant.header=X-Tenant"
        };
        Path sources = directory.resolve("sources");
        Path classes = directory.resolve("classes");

        java(
                CLASS_PATH,
                List.of(),
                SpringApplicationAotProcessor.class.getName(),
                Stream.concat(
                        Stream.of(
                                AotApplication.class.getName(),
                                sources.toString(),
                                classes.toString(),
                                classes.toString(),
                                "dev.example",
                                "program"),
                        Stream.of(properties)));
        // A native image makes no classes: the one in front of the pool is there.
        assertThat(classes.resolve(SubclassProxy.class.getName().replace('.', '/') + "$Pool$$SpringCGLIB$$0.class"))
                .exists();
        compile(sources, classes);
        String output = java(
                classes + File.pathSeparator + CLASS_PATH,
                List.of("-Dspring.aot.enabled=true"),
                AotApplication.class.getName(),
                Arrays.stream(properties));

        assertThat(output)
                .contains("Starting AOT-processed AotApplication")
                .contains("status 200, controller acme, @Async acme, operator acme, executor acme," + " subclass acme");
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classes + File.pathSeparator + CLASS_PATH));
        arguments.addAll(List.of("-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
    }

    /** Returns what the program has printed. */
    private String java(String classPath, List<String> options, String main, Stream<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.addAll(options);
        command.add(main);
        command.addAll(arguments.toList());
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(() -> read(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
