/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** As much of HTTP/1.1 as it takes to know where an answer ends. */
record Response(int status, int length) {

    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    /** Reads one answer to its end, and no further. */
    static Response read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = header(in); !header.isEmpty(); header = header(in)) {
            if (header.startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).trim());
            }
            chunked |= header.equals(CHUNKED);
        }
        if (chunked) {
            length = chunks(in);
        } else {
            in.skipNBytes(length);
        }
        return new Response(status, length);
    }

    private static int chunks(InputStream in) throws IOException {
        int sum = 0;
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            in.skipNBytes(length);
            line(in);
            sum += length;
        }
        line(in);
        return sum;
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String header(InputStream in) throws IOException {
        return line(in).toLowerCase(Locale.ROOT);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ends in a line: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
