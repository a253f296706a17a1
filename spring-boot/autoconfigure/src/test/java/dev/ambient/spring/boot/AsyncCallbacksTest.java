/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.support.HttpSessionHandshakeInterceptor;
import reactor.core.publisher.Flux;

/** What the servlet container calls outside all dispatches has the values of the request that it is about, and no others. */
class AsyncCallbacksTest {

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(WebApplicationType.SERVLET, Application.class, "ambient.values.tenant.header=X-Tenant");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deferred-timeout", "/emitter", "/emitter-timeout", "/emitter-failing", "/listener"})
    void the_end_of_an_asynchronous_request_has_its_values(String path) throws Exception {
        int rounds = path.endsWith("timeout") ? 2 : 10; // Tomcat looks once a second
        for (int i = 0; i < rounds; i++) {
            SEEN.clear();
            String answer = service.get(path, "X-Tenant: t" + i).body();
            assertThat(SEEN.poll(1, TimeUnit.MINUTES)).as(answer).isEqualTo("t" + i);
            if (path.startsWith("/deferred")) {
                assertThat(answer).isEqualTo("timeout t" + i);
            }
            SEEN.clear();
            service.get(path);
            assertThat(SEEN.poll(1, TimeUnit.MINUTES)).isEqualTo("null");
        }
    }

    @Test
    void work_on_the_containers_threads_has_them() {
        assertThat(service.get("/container", "X-Tenant: acme").body()).isEqualTo("acme");
        assertThat(service.get("/container").body()).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/emitter-gone", "/flux-gone"})
    void so_it_is_if_the_client_goes_away(String path) throws Exception {
        SEEN.clear();
        Gone.readAndLeave(service.port(), path, "X-Tenant: acme");
        assertThat(SEEN.poll(1, TimeUnit.MINUTES)).isEqualTo("acme");
        for (int i = 0; i < 20; i++) {
            assertThat(service.get("/tenant").body()).isEqualTo("null");
        }
    }

    @Test
    void a_session_has_the_values_of_its_handshake() throws Exception {
        SEEN.clear();
        try (Talk acme = Talk.start(service.port(), "/talk", "acme");
                Talk other = Talk.start(service.port(), "/talk", "other");
                Talk none = Talk.start(service.port(), "/talk", null)) {
            for (int i = 0; i < 20; i++) {
                assertThat(acme.ask("")).isEqualTo("opened by acme, message of acme");
                assertThat(other.ask("")).isEqualTo("opened by other, message of other");
                assertThat(none.ask("")).isEqualTo("opened by null, message of null");
            }
            assertThat(acme.ask("tell")).endsWith("attribute of the program");
        }
        assertThat(List.of(SEEN.take(), SEEN.take(), SEEN.take())).containsExactlyInAnyOrder("acme", "other", "null");
        assertThat(service.get("/tenant").body()).isEqualTo("null");
    }

    @Test
    void so_has_a_message_by_STOMP() throws Exception {
        SEEN.clear();
        for (String tenant : List.of("acme", "other")) {
            try (Talk talk = Talk.start(service.port(), "/stomp", tenant)) {
                assertThat(talk.ask("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0"))
                        .startsWith("CONNECTED");
                talk.socket()
                        .sendText("SEND\ndestination:/app/note\n\nhello\0", true)
                        .join();
                assertThat(SEEN.poll(1, TimeUnit.MINUTES)).isEqualTo(tenant);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Later.class, Starting.class, Talking.class, Stomp.class, Notes.class})
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocket
    static class Talking extends TextWebSocketHandler implements WebSocketConfigurer {

        private final Map<String, String> openedBy = new ConcurrentHashMap<>();
        private final AmbientValues values;

        Talking(AmbientValues values) {
            this.values = values;
        }

        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
            registry.addHandler(this, "/talk").addInterceptors(new HttpSessionHandshakeInterceptor() {
                @Override
                public boolean beforeHandshake(
                        ServerHttpRequest request,
                        ServerHttpResponse response,
                        WebSocketHandler handler,
                        Map<String, Object> attributes) {
                    attributes.put("own", "attribute of the program");
                    return true;
                }
            });
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            openedBy.put(session.getId(), WebApplication.tenant(values));
        }

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
            session.sendMessage(new TextMessage(
                    message.getPayload().equals("tell")
                            ? String.valueOf(session.getAttributes().get("own"))
                            : "opened by " + openedBy.get(session.getId()) + ", message of "
                                    + WebApplication.tenant(values)));
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            SEEN.add(WebApplication.tenant(values));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    static class Stomp implements WebSocketMessageBrokerConfigurer {

        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/stomp");
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.setApplicationDestinationPrefixes("/app");
        }
    }

    @Controller
    static class Notes {

        private final AmbientValues values;

        Notes(AmbientValues values) {
            this.values = values;
        }

        @MessageMapping("/note")
        void note(String text) {
            SEEN.add(WebApplication.tenant(values));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Starting implements WebMvcConfigurer, AsyncHandlerInterceptor {

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(this);
        }

        @Override
        public void afterConcurrentHandlingStarted(
                HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (request.getAttribute("later") instanceof Runnable task) {
                new Thread(task).start();
            }
        }
    }

    @RestController
    static class Later {

        private final AmbientValues values;

        Later(AmbientValues values) {
            this.values = values;
        }

        private void seen() {
            SEEN.add(WebApplication.tenant(values));
        }

        @GetMapping("/deferred-timeout")
        DeferredResult<String> deferredTimeout() {
            DeferredResult<String> result = new DeferredResult<>(1L);
            result.onTimeout(() -> result.setResult("timeout " + WebApplication.tenant(values)));
            result.onCompletion(this::seen);
            return result;
        }

        @GetMapping("/emitter")
        SseEmitter emitter(HttpServletRequest request) {
            SseEmitter emitter = new SseEmitter(0L);
            emitter.onCompletion(this::seen);
            later(request, () -> {
                try {
                    emitter.send("event");
                    emitter.complete();
                } catch (IOException e) {
                    emitter.completeWithError(e);
                }
            });
            return emitter;
        }

        /** Not before Spring has registered the callbacks. */
        private static void later(HttpServletRequest request, Runnable task) {
            request.setAttribute("later", task);
        }

        @GetMapping("/emitter-timeout")
        SseEmitter emitterTimeout() {
            SseEmitter emitter = new SseEmitter(1L);
            emitter.onTimeout(this::seen);
            return emitter;
        }

        @GetMapping("/emitter-failing")
        SseEmitter emitterFailing(HttpServletRequest request) {
            SseEmitter emitter = new SseEmitter(0L);
            emitter.onCompletion(this::seen);
            later(request, () -> emitter.completeWithError(new IOException("on purpose")));
            return emitter;
        }

        @GetMapping("/emitter-gone")
        SseEmitter emitterGone(HttpServletRequest request) {
            SseEmitter emitter = new SseEmitter(0L);
            emitter.onError(failure -> seen());
            later(request, () -> Gone.sendUntilItFails(() -> emitter.send("event")));
            return emitter;
        }

        @GetMapping(path = "/flux-gone", produces = "text/event-stream")
        Flux<String> fluxGone() {
            return Gone.flux(this::seen);
        }

        @GetMapping("/listener")
        void listener(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.addListener(new Listener(this::seen));
            new Thread(async::complete).start();
        }

        @GetMapping("/container")
        void container(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    response.getOutputStream()
                            .write(WebApplication.tenant(values).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        }
    }

    private record Listener(Runnable completed) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            completed.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** A client that goes away in the middle. */
    static final class Gone {

        private Gone() {}

        interface Sending {
            void send() throws IOException;
        }

        static void readAndLeave(int port, String path, String header) throws IOException {
            try (Socket socket = new Socket("localhost", port)) {
                socket.setSoLinger(true, 0); // at once
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                StringBuilder read = new StringBuilder();
                while (read.indexOf("event") < 0 || read.indexOf("\r\n\r\n") < 0) {
                    read.append((char) socket.getInputStream().read());
                }
            }
        }

        static void sendUntilItFails(Sending sending) {
            while (true) {
                try {
                    sending.send();
                } catch (IOException | IllegalStateException e) {
                    return;
                }
            }
        }

        static Flux<String> flux(Runnable cancelled) {
            return Flux.interval(Duration.ofMillis(1))
                    .onBackpressureDrop()
                    .map(number -> "event")
                    .doOnCancel(cancelled);
        }
    }
}
