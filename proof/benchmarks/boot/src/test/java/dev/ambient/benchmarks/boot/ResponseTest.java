/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseTest {

    @Test
    void one_answer_is_read_after_the_other() throws IOException {
        InputStream in = in("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none" + "HTTP/1.1 401 Unauthorized\r\n\r\n"
                + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\ntwo\r\nA\r\n0123456789\r\n0\r\n\r\n");

        assertThat(Response.read(in)).isEqualTo(new Response(200, 3));
        assertThat(Response.read(in)).isEqualTo(new Response(401, 0));
        assertThat(Response.read(in)).isEqualTo(new Response(200, 13));
        assertThat(in.available()).isZero();
    }

    @Test
    void an_answer_that_breaks_off_is_an_error() {
        assertThatThrownBy(() -> Response.read(in("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\non")))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> Response.read(in("HTTP/1.1 200 OK\r\nContent-")))
                .isInstanceOf(EOFException.class);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
