/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Very many virtual threads, each with one value: what one of them takes on the heap while all of them wait, what it takes to start and
 * end, and what it takes to give way and come back. Each candidate has a JVM of its own; one is nothing at all.
 */
public final class ManyThreads {

    private static final String FILE = "manythreads.tsv";

    /** No value and no task around the task. */
    private static final String NOTHING = "nothing";

    /** With a heap of 4 GB; on a smaller machine a tenth of both. */
    private static final int MANY = 1_000_000;

    private static final long MEMORY_FOR_MANY = 12L << 30;
    private static final int SWITCHING = 1_000;
    private static final int SWITCHES = 100;
    private static final int ROUNDS = 9;

    private ManyThreads() {}

    /**
     * Measures candidates, or one of them in a JVM that this has started.
     *
     * @param args the folder for the results, the form, and the candidates with commas between them; for one of them the file to add
     *     to, its name and the number of threads
     * @throws Exception if it cannot run or write
     */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (Files.isRegularFile(Path.of(args[0]))) {
            measure(Path.of(args[0]), args[1], Integer.parseInt(args[2]));
            return;
        }
        Path file = Files.createDirectories(Path.of(args[0])).resolve(FILE);
        if (Form.valueOf(args[1].toUpperCase(Locale.ROOT)) == Form.GATE || !Threads.areVirtual()) {
            Files.deleteIfExists(file);
            return;
        }
        List<String> candidates = List.of(args[2].split(",", -1));
        if (candidates.contains(NOTHING)) {
            Files.writeString(file, "");
        }
        for (String candidate : candidates) {
            start(file, candidate);
        }
    }

    private static void start(Path file, String candidate) throws IOException, InterruptedException {
        boolean large = memory() >= MEMORY_FOR_MANY;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                large ? "-Xmx4g" : "-Xmx400m",
                "-XX:+UseSerialGC",
                "-Dbindings=1",
                "-classpath",
                System.getProperty("java.class.path"),
                ManyThreads.class.getName()));
        command.addAll(List.of(file.toString(), candidate, String.valueOf(large ? MANY : MANY / 10)));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(candidate + " has ended with " + status);
        }
    }

    private static long memory() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    private static void measure(Path file, String candidate, int threads) throws IOException, InterruptedException {
        Values values = candidate.equals(NOTHING) ? null : Candidates.named(candidate, Values.class);
        if (values != null && !candidate.equals("scopedvalue")) {
            values.fill(1); // a ScopedValue is bound by what wraps the task
        }
        double bytes = bytes(values, threads);
        double start = median(() -> starts(values, threads / 10));
        double turn = median(() -> turns(values));
        String line = String.format("%s\t%d\t%.1f\t%.1f\t%.1f%n", candidate, threads, bytes, start, turn);
        Files.writeString(file, line, StandardOpenOption.APPEND);
        System.out.print(line);
    }

    /** Of each thread, while all of them wait. */
    private static double bytes(@Nullable Values values, int threads) throws InterruptedException {
        long before = used();
        CountDownLatch arrived = new CountDownLatch(threads);
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Threads.startVirtual(carrying(values, () -> {
                look(values);
                arrived.countDown();
                await(over);
                gone.countDown();
            }));
        }
        arrived.await();
        long after = used();
        over.countDown();
        gone.await();
        return (double) (after - before) / threads;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double starts(@Nullable Values values, int threads) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            Threads.startVirtual(carrying(values, () -> {
                look(values);
                gone.countDown();
            }));
        }
        gone.await();
        return (double) (System.nanoTime() - start) / threads;
    }

    /** Each gives way, comes back and looks. */
    @SuppressWarnings("ThreadPriorityCheck") // to give way is what is measured
    private static double turns(@Nullable Values values) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(SWITCHING);
        long start = System.nanoTime();
        for (int i = 0; i < SWITCHING; i++) {
            Threads.startVirtual(carrying(values, () -> {
                for (int turn = 0; turn < SWITCHES; turn++) {
                    Thread.yield();
                    look(values);
                }
                gone.countDown();
            }));
        }
        gone.await();
        return (double) (System.nanoTime() - start) / SWITCHING / SWITCHES;
    }

    private static Runnable carrying(@Nullable Values values, Runnable task) {
        return values == null ? task : values.wrap(task);
    }

    /** A thread that does not see its value would not count down, so this does not end well. */
    private static void look(@Nullable Values values) {
        if (values != null && !Values.HERE.equals(values.get())) {
            System.err.println("not carried: " + values.get());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Round {
        double nanos() throws InterruptedException;
    }

    /** Of the rounds after as many that warm it up. */
    private static double median(Round round) throws InterruptedException {
        double[] nanos = new double[2 * ROUNDS];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = round.nanos();
        }
        double[] timed = Arrays.copyOfRange(nanos, ROUNDS, nanos.length);
        Arrays.sort(timed);
        return timed[ROUNDS / 2];
    }
}
