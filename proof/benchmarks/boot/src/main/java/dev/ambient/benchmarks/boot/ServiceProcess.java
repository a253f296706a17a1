/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service in a JVM of its own. It ends with its input, so also when this JVM does. */
final class ServiceProcess implements AutoCloseable {

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    private final Map<String, String> about;

    private ServiceProcess(Process process) throws IOException {
        this.process = process;
        questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        about = answer();
    }

    /** Starts it and waits until it listens. */
    static ServiceProcess start(Mode mode, boolean countsScopes, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-classpath", classPath(mode)));
        arguments.addAll(List.of(Service.class.getName(), mode.name(), String.valueOf(countsScopes)));
        return start(arguments);
    }

    /** Starts a program that answers as {@link Control} does, and waits for what it says first. */
    static ServiceProcess start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ServiceProcess(process);
    }

    /**
     * Without Ambient where it does not carry: its accessor is found as soon as its jar is there, and Boot's {@code auto} would have one
     * more to ask.
     */
    private static String classPath(Mode mode) {
        if (mode.isAmbient()) {
            return classPathWithout();
        }
        return classPathWithout(AmbientRegistry.class, ReactorBridge.class, RxJavaBridge.class);
    }

    /** The class path of this JVM without the jars of these classes. */
    static String classPathWithout(Class<?>... types) {
        List<Path> left = Stream.of(types).map(ServiceProcess::home).toList();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !left.contains(Path.of(entry).toAbsolutePath()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return Integer.parseInt(about("port"));
    }

    String about(String what) {
        return about.getOrDefault(what, "unknown");
    }

    void collect() {
        ask("collect");
    }

    /** The numbers that it answers with. */
    Map<String, Long> ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            Map<String, Long> numbers = new LinkedHashMap<>();
            answer().forEach((name, number) -> numbers.put(name, Long.valueOf(number)));
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException("the service does not answer: " + question, e);
        }
    }

    private Map<String, String> answer() throws IOException {
        Map<String, String> answer = new LinkedHashMap<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.equals(Control.MARK)) {
                return answer;
            }
            int equals = line.lastIndexOf('=');
            if (line.startsWith(Control.MARK) && equals > 0) {
                answer.put(line.substring(Control.MARK.length(), equals), line.substring(equals + 1));
            } else {
                System.out.println(line);
            }
        }
        throw new IOException("the service has ended");
    }

    @Override
    public void close() throws IOException {
        questions.close();
        int status = process.onExit().orTimeout(1, TimeUnit.MINUTES).join().exitValue();
        if (status != 0) {
            throw new IllegalStateException("the service has ended with " + status);
        }
    }
}
