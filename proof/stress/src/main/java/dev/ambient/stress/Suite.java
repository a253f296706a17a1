/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the tests with jcstress's own options.
 *
 * <p>jcstress throws where an outcome is forbidden. It says nothing, and ends well, where no JVM takes the options, where
 * no test has the name that was asked for and where a class does not load; a build must not pass for that.
 */
public final class Suite {

    /** More than twice what a fork takes in jcstress's longest mode. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Suite() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            System.exit(2);
        }
        JCStress jcstress = new JCStress(options);
        TreeSet<String> missing = new TreeSet<>(jcstress.getTests());
        if (missing.isEmpty()) {
            throw new AssertionError("No test is called " + options.getTestFilter());
        }
        Thread watch = new Thread(Suite::killHanging, "kill hanging forks");
        watch.setDaemon(true);
        watch.start();
        jcstress.run();

        InProcessCollector results = new InProcessCollector();
        DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
        file.dump();
        file.close();
        for (TestResult result : results.getTestResults()) {
            if (result.status() != Status.NORMAL || result.grading().hasInteresting) {
                throw new AssertionError(result.getName() + ": " + result.status() + " " + result.getMessages());
            }
            missing.remove(result.getName());
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("Not run: " + missing);
        }
    }

    /** Before it measures a test, jcstress runs it with no limit of time. A fork that is killed counts as failed. */
    private static void killHanging() {
        while (true) {
            Instant tooOld = Instant.now().minus(LIMIT);
            ProcessHandle.current()
                    .children()
                    .filter(fork ->
                            fork.info().startInstant().filter(tooOld::isAfter).isPresent())
                    .forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }
}
