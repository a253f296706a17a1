/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import static dev.ambient.integration.soak.Check.REQUEST_ID;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sends requests through pipelines of all kinds, each with an id of its own, over a few threads, and looks whether a
 * callback ever sees another's id, whether the heap grows, and whether the threads are clean at the end:
 *
 * <pre>{@code
 * ./mvnw -B -ntp -DskipTests -Psoak -pl bom,core,reactor-bridge,rxjava-bridge,junit,proof/integration verify -Drequests=10000000
 * }</pre>
 */
public final class Soak {

    private static final int THREADS = 8;
    private static final int IN_FLIGHT = 256;
    private static final int PARTS = 10;

    private final long requests;
    private final Check check = new Check();
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final List<Long> heap = new ArrayList<>();

    Soak(long requests) {
        this.requests = requests;
    }

    /**
     * Runs it and prints what was found.
     *
     * @param arguments none; the system property {@code requests} says how many
     */
    public static void main(String[] arguments) throws Exception {
        SoakReport report = new Soak(Long.getLong("requests", 200_000)).run();
        System.out.println(report);
        System.exit(report.isGood() ? 0 : 1);
    }

    SoakReport run() throws Exception {
        Registration reactor = ReactorBridge.install();
        Registration rxJava = RxJavaBridge.install();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
        long start = System.nanoTime();
        try (Pipelines pipelines = new Pipelines(check, threads);
                RxJavaPipelines rxJavaPipelines = new RxJavaPipelines(check, threads)) {
            List<Pipeline> kinds = Stream.concat(pipelines.all().stream(), rxJavaPipelines.all().stream())
                    .toList();
            for (int part = 0; part < PARTS; part++) {
                send(kinds, threads, part * requests / PARTS, (part + 1) * requests / PARTS);
                heap.add(usedHeap());
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        int clean = cleanThreads(threads);
        threads.shutdown();
        rxJava.close();
        reactor.close();
        return new SoakReport(
                requests,
                took,
                check.rightOnes(),
                check.wrongOnes(),
                List.copyOf(check.examples()),
                heap,
                clean,
                THREADS);
    }

    /** Returns when all of them have ended. */
    private void send(List<Pipeline> kinds, ScheduledExecutorService threads, long from, long to) throws Exception {
        for (long number = from; number < to; number++) {
            take(1);
            String id = "r-" + number;
            Pipeline kind = kinds.get((int) (number % kinds.size()));
            threads.execute(() -> Ambient.where(REQUEST_ID, id)
                    .run(() -> kind.begin(id, free::release, failure -> failed(id, failure))));
        }
        take(IN_FLIGHT);
        free.release(IN_FLIGHT);
    }

    private void take(int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, 1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("requests do not end: " + check.examples());
        }
    }

    private void failed(String id, Throwable failure) {
        check.wrong(id + " failed with " + failure);
        free.release();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static int cleanThreads(ScheduledExecutorService threads) throws Exception {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        Callable<Boolean> look = () -> {
            all.await(1, TimeUnit.MINUTES);
            return AmbientContext.current().isEmpty();
        };
        List<Future<Boolean>> looks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            looks.add(threads.submit(look));
        }
        int clean = 0;
        for (Future<Boolean> one : looks) {
            clean += one.get() ? 1 : 0;
        }
        return clean;
    }
}
