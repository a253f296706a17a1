/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.spring.boot.AsyncCallbacksTest.Gone;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Sessions and streams in WebFlux are one flow with the request that opened them. */
class ReactiveStreamsWebTest {

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    private static Service service;

    @BeforeAll
    static void start() {
        service =
                Service.start(WebApplicationType.REACTIVE, Application.class, "ambient.values.tenant.header=X-Tenant");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_session_has_the_values_of_its_handshake() throws Exception {
        SEEN.clear();
        try (Talk acme = Talk.start(service.port(), "/talk", "acme");
                Talk other = Talk.start(service.port(), "/talk", "other");
                Talk none = Talk.start(service.port(), "/talk", null)) {
            for (int i = 0; i < 20; i++) {
                assertThat(acme.ask("")).isEqualTo("acme acme");
                assertThat(other.ask("")).isEqualTo("other other");
                assertThat(none.ask("")).isEqualTo("null null");
            }
        }
        assertThat(List.of(SEEN.take(), SEEN.take(), SEEN.take())).containsExactlyInAnyOrder("acme", "other", "null");
    }

    @Test
    void each_event_of_a_stream_is_made_with_them() {
        assertThat(service.get("/events", "X-Tenant: acme").body().lines().filter(line -> line.startsWith("data")))
                .containsExactly("data:acme", "data:acme");
        assertThat(service.get("/events").body()).contains("data:null").doesNotContain("acme");
    }

    @Test
    void a_client_that_goes_away_cancels_with_them() throws Exception {
        SEEN.clear();
        Gone.readAndLeave(service.port(), "/gone", "X-Tenant: acme");
        assertThat(SEEN.poll(1, TimeUnit.MINUTES)).isEqualTo("acme");
        for (int i = 0; i < 20; i++) {
            assertThat(service.get("/tenant").body()).isEqualTo("null");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Streams.class})
    static class Application implements WebFluxConfigurer {

        /** Spring takes Tomcat's, which is on the class path too. */
        @Override
        public WebSocketService getWebSocketService() {
            return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
        }

        @Bean
        HandlerMapping talk(AmbientValues values) {
            WebSocketHandler handler = session -> session.send(session.receive()
                            .map(message -> WebApplication.tenant(values))
                            .publishOn(Schedulers.parallel())
                            .map(before -> session.textMessage(before + " " + WebApplication.tenant(values))))
                    .doFinally(signal -> SEEN.add(WebApplication.tenant(values)));
            return new SimpleUrlHandlerMapping(Map.of("/talk", handler), -1);
        }
    }

    @RestController
    static class Streams {

        private final AmbientValues values;

        Streams(AmbientValues values) {
            this.values = values;
        }

        @GetMapping("/events")
        Flux<ServerSentEvent<String>> events() {
            return Flux.range(0, 2)
                    .publishOn(Schedulers.parallel())
                    .map(number -> ServerSentEvent.builder(WebApplication.tenant(values))
                            .build());
        }

        @GetMapping(path = "/gone", produces = "text/event-stream")
        Flux<String> gone() {
            return Gone.flux(() -> SEEN.add(WebApplication.tenant(values)));
        }
    }
}
