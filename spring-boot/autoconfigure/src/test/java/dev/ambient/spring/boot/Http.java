/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Asks a server on this machine, and sends what it is given, byte for byte: the usual clients refuse what a wrong one sends. */
record Http(int status, List<String> headers, String body) {

    /** Headers are whole lines. */
    static Http get(int port, String path, String... headers) {
        return send(port, "GET", path, "", headers);
    }

    static Http send(int port, String method, String path, String body, String... headers) {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        request.append("\r\n").append(body);
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Http parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        List<String> lines = answer.substring(0, end).lines().toList();
        String body = answer.substring(end + 4);
        List<String> headers = lines.subList(1, lines.size());
        boolean chunked =
                headers.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked"));
        return new Http(Integer.parseInt(lines.get(0).split(" ")[1]), headers, chunked ? joined(body) : body);
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        String left = chunks;
        while (!left.isEmpty()) {
            int end = left.indexOf("\r\n");
            int size = Integer.parseInt(left.substring(0, end), 16);
            body.append(left, end + 2, end + 2 + size);
            left = size == 0 ? "" : left.substring(end + 4 + size);
        }
        return body.toString();
    }

    /** All values of a header. */
    List<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .flatMap(line -> Stream.of(line.substring(start.length()).strip()))
                .toList();
    }
}
