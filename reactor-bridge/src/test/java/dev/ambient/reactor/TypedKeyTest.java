/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A key that knows its type, and an entry of another type under its plain key in Reactor's Context. */
@SuppressWarnings("try")
class TypedKeyTest extends Bridged {

    private static final Ambient<String> TENANT =
            Ambient.builder("typed.tenant", String.class).mirrored().build();

    @Test
    void a_wrong_type_is_reported_where_the_flow_begins_and_no_failure_of_the_flow() {
        Queue<Problem> problems = new ConcurrentLinkedQueue<>();
        try (Registration reports = AmbientRegistry.global().reportTo(problems::add)) {
            Flux<Optional<String>> flow = Flux.range(0, 3)
                    .map(i -> Optional.ofNullable(TENANT.get()))
                    .publishOn(Schedulers.parallel())
                    .map(seen -> seen.or(() -> Optional.ofNullable(TENANT.get())));

            assertThat(flow.contextWrite(context -> context.put("typed.tenant", 42))
                            .collectList()
                            .block())
                    .hasSize(3)
                    .allMatch(Optional::isEmpty);
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_TYPE);
                assertThat(problem.message()).contains("'typed.tenant'", "java.lang.String", "java.lang.Integer");
            });

            assertThat(flow.contextWrite(context -> context.put("typed.tenant", "acme"))
                            .collectList()
                            .block())
                    .hasSize(3)
                    .allMatch(seen -> seen.equals(Optional.of("acme")));
            assertThat(problems).hasSize(1);
        }
    }
}
