/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Requests from so many connections, which stay open: each asks as soon as it has its answer. */
final class Load implements AutoCloseable {

    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private final AtomicLong number = new AtomicLong();

    Load(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection(port));
        }
        threads = Executors.newFixedThreadPool(connections);
    }

    /** Has so many requests answered, and returns how long each took. */
    Latencies run(String path, int requests) throws InterruptedException, ExecutionException {
        long[] nanos = new long[requests];
        long first = number.getAndAdd(requests);
        AtomicLong next = new AtomicLong();
        List<Future<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (Connection connection : connections) {
            all.add(threads.submit(() -> {
                for (long i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                    nanos[(int) i] = connection.get(path, Caller.of(first + i));
                }
                return nanos;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        return new Latencies(nanos, System.nanoTime() - start);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
