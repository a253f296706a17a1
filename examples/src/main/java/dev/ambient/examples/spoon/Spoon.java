/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the program in its four versions and prints what each of them printed. Ends with exit code 1 if a version with
 * an ambient value got a single line wrong.
 *
 * <p>Each version runs many times, as a race that is lost once in twenty runs is lost.
 */
public final class Spoon {

    static final Ambient<String> LOCAL =
            Ambient.<String>builder("local").initial(() -> Line.INITIAL).build();

    private static final int RUNS = 50;

    private Spoon() {}

    public static void main(String[] args) {
        System.exit(run() ? 0 : 1);
    }

    @SuppressWarnings("try") // the bridges only have to be there
    private static boolean run() {
        try (Registration reactor = ReactorBridge.install();
                Registration rxJava = RxJavaBridge.install()) {
            VersionRuns threadLocal = VersionRuns.of("thread-local", RUNS, ThreadLocalSpoon::new);
            VersionRuns executors = VersionRuns.of("ambient: executors", RUNS, ExecutorSpoon::new);
            VersionRuns flux = VersionRuns.of("ambient: Reactor", RUNS, ReactorSpoon::new);
            VersionRuns flowable = VersionRuns.of("ambient: RxJava", RUNS, RxJavaSpoon::new);
            System.out.println("What each version printed in the first of its " + RUNS + " runs:\n");
            System.out.println(new SpoonTable(List.of(threadLocal, executors, flux, flowable)));

            List<Transcript> wrong = Stream.of(executors, flux, flowable)
                    .flatMap(version -> version.wrong().stream())
                    .toList();
            wrong.forEach(transcript -> System.out.println("WRONG: " + transcript));
            return wrong.isEmpty();
        }
    }
}
