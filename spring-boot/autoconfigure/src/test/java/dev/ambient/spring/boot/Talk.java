/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of a WebSocket session. */
record Talk(WebSocket socket, BlockingQueue<String> answers) implements AutoCloseable {

    static Talk start(int port, String path, @Nullable String tenant) {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (tenant != null) {
            builder.header("X-Tenant", tenant);
        }
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                answers.add(data.toString());
                socket.request(1);
                return null;
            }
        };
        return new Talk(
                builder.buildAsync(URI.create("ws://localhost:" + port + path), listener)
                        .join(),
                answers);
    }

    String ask(String text) throws InterruptedException {
        socket.sendText(text, true).join();
        return String.valueOf(answers.poll(1, TimeUnit.MINUTES));
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
