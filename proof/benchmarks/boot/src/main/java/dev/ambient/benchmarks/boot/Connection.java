/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection, which asks and waits. */
final class Connection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream answers;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks, waits, and returns how many nanoseconds that took. */
    long get(String path, Caller caller) throws IOException {
        byte[] request = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\nAuthorization: %s\r\ntraceparent: %s\r\n\r\n"
                .formatted(path, Caller.ID_HEADER, caller.id(), caller.authorization(), caller.traceparent())
                .getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        Response response = Response.read(answers);
        long nanos = System.nanoTime() - start;
        if (response.status() != 200) {
            throw new IOException(path + " of " + caller.id() + " was answered with " + response.status());
        }
        return nanos;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
