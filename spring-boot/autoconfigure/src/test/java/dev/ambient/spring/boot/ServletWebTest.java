/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** And what only Spring MVC has: work on its executor, and dispatches that write or fail later. */
class ServletWebTest extends AbstractWebTest {

    ServletWebTest() {
        super(WebApplicationType.SERVLET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/callable", "/deferred", "/future", "/streaming", "/flux", "/callable-body", "/deferred-body"})
    void asynchronous_results_see_it_where_they_are_made_and_where_they_are_written(String path) {
        assertSeenIn(service, path);
    }

    @Test
    void so_they_do_on_the_executor_that_spring_makes() {
        try (Service own = Service.start(
                WebApplicationType.SERVLET, OwnExecutors.class, "ambient.values.tenant.header=X-Tenant")) {
            assertThat(own.context().containsBean("applicationTaskExecutor")).isFalse();
            for (String path : List.of("/callable", "/streaming", "/callable-body")) {
                assertSeenIn(own, path);
            }
        }
    }

    private static void assertSeenIn(Service service, String path) {
        for (int i = 0; i < 20; i++) {
            assertThat(service.get(path, "X-Tenant: t" + i).body()).contains("t" + i);
            assertThat(service.get(path).body()).contains("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/callable-failing", "/deferred-failing"})
    void the_error_page_of_what_fails_later_sees_it(String path) {
        Http answer = service.get(path, "X-Tenant: acme");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("X-Seen-In-Error")).containsExactly("acme");
        assertThat(answer.header("X-Tenant")).containsExactly("acme");
    }

    @Test
    void the_response_of_an_asynchronous_result_has_it_once() {
        assertThat(service.get("/deferred", "X-Tenant: acme").header("X-Tenant"))
                .containsExactly("acme");
    }

    @Override
    Class<?> application() {
        return MvcApplication.class;
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Application.class, Later.class})
    static class MvcApplication {}

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Later.class})
    static class OwnExecutors {

        @Bean
        ExecutorService one() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ExecutorService other() {
            return Executors.newSingleThreadExecutor();
        }
    }

    /** Is asked for its text where the response is written. */
    public static final class Body {

        private final Ambient<String> tenant;

        Body(Ambient<String> tenant) {
            this.tenant = tenant;
        }

        public String getTenant() {
            return String.valueOf(tenant.get());
        }
    }

    @RestController
    static class Later {

        private final Ambient<String> tenant;

        Later(AmbientValues values) {
            this.tenant = values.get("tenant");
        }

        private String seen() {
            return String.valueOf(tenant.get());
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return this::seen;
        }

        @GetMapping("/callable-body")
        Callable<Body> callableBody() {
            return () -> new Body(tenant);
        }

        @GetMapping("/callable-failing")
        Callable<String> callableFailing() {
            return () -> {
                throw new IllegalStateException("on purpose");
            };
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            String here = seen();
            new Thread(() -> result.setResult(here)).start();
            return result;
        }

        @GetMapping("/deferred-body")
        DeferredResult<Body> deferredBody() {
            DeferredResult<Body> result = new DeferredResult<>();
            new Thread(() -> result.setResult(new Body(tenant))).start();
            return result;
        }

        @GetMapping("/deferred-failing")
        DeferredResult<String> deferredFailing() {
            DeferredResult<String> result = new DeferredResult<>();
            new Thread(() -> result.setErrorResult(new IllegalStateException("on purpose"))).start();
            return result;
        }

        @GetMapping("/future")
        CompletableFuture<Body> future() {
            CompletableFuture<Body> future = new CompletableFuture<>();
            new Thread(() -> future.complete(new Body(tenant))).start();
            return future;
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            return out -> out.write(seen().getBytes(StandardCharsets.UTF_8));
        }

        @GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<String> flux() {
            return Flux.fromStream(Stream.of(1, 2))
                    .publishOn(Schedulers.parallel())
                    .map(number -> seen());
        }
    }
}
