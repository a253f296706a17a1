/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import dev.ambient.spring.boot.AmbientValues;
import io.micrometer.context.ContextRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the example service again and again, without the starter and with it in turns, and writes the page. */
final class Starts {

    private Starts() {}

    /**
     * Does it.
     *
     * @param args how many rounds, the folder of the pages
     */
    public static void main(String[] args) throws IOException {
        int rounds = Integer.parseInt(args[0]);
        String with = ServiceProcess.classPathWithout();
        // The starter brings context-propagation too; this service has it from nowhere else.
        String without = ServiceProcess.classPathWithout(
                AmbientRegistry.class,
                ReactorBridge.class,
                RxJavaBridge.class,
                AmbientValues.class,
                ContextRegistry.class);
        StartFigures figures = new StartFigures();
        start(without, false, new StartFigures()); // the first reads the jars from the disk
        start(with, true, new StartFigures());
        for (int round = 0; round < rounds; round++) {
            start(without, false, figures);
            start(with, true, figures);
        }
        Path page = Files.createDirectories(
                        Path.of(args[1]).resolve(Machine.here().folder()))
                .resolve("boot-start.md");
        String text = StartPage.of(figures, Machine.here());
        Files.writeString(page, text);
        System.out.println(text);
        System.out.println("Written: " + page.normalize());
    }

    private static void start(String classPath, boolean starter, StartFigures figures) throws IOException {
        long begun = System.nanoTime();
        try (ServiceProcess service = ServiceProcess.start(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dio.netty.transport.noNative=true",
                "-classpath",
                classPath,
                StartedService.class.getName()))) {
            long ready = System.nanoTime() - begun;
            if (!service.about("starter").equals(String.valueOf(starter))) {
                throw new IllegalStateException("The starter is " + (starter ? "not " : "") + "on the class path.");
            }
            Map<String, Long> memory = service.ask("memory");
            figures.add(starter, "ready", ready / 1e6);
            memory.forEach((name, number) -> figures.add(starter, name, number));
            figures.boot(service.about("boot"));
        }
    }
}
