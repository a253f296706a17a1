/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;

/** Rule 2: a group or window belongs to its subscriber, although Reactor calls no hook for it. */
class GroupAndWindowTest extends Bridged {

    static Stream<Function<Flux<Integer>, Flux<? extends Flux<Integer>>>> parts() {
        return Stream.of(
                flux -> flux.groupBy(item -> item % 2),
                flux -> flux.window(2),
                flux -> flux.window(3, 2),
                flux -> flux.window(2, 3),
                flux -> flux.window(Duration.ofSeconds(30)),
                flux -> flux.windowTimeout(2, Duration.ofSeconds(30)),
                flux -> flux.windowUntil(item -> item == 2),
                flux -> flux.windowWhile(item -> item != 2),
                flux -> flux.windowUntilChanged(item -> item / 2),
                flux -> flux.window(Flux.never()),
                flux -> flux.parallel(2).groups());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void the_first_operator_on_each_sees_what_is_written_for_it(
            Function<Flux<Integer>, Flux<? extends Flux<Integer>>> parted) {
        Seen whole = new Seen();
        Seen part = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "whole")
                .run(() -> parted.apply(Flux.from(new Elsewhere(emitters::execute, 4)))
                        .flatMap(flux -> flux.map(part.same("first"))
                                .filter(part.test("second", item -> true))
                                .contextWrite(ReactorBridge.put(REQUEST_ID, "part")))
                        .map(whole.same("below"))
                        .subscribe(end));
        end.awaitCompleted();
        whole.allSaw("whole");
        part.allSaw("part");
        end.seen().allSaw("whole");
    }

    @Test
    void a_group_keeps_its_key_and_prefetch() {
        assertThat(Flux.range(1, 4)
                        .groupBy(item -> item % 2, 7)
                        .flatMap(group -> group.map(item -> group.key() + ":" + item))
                        .collectList()
                        .block())
                .containsExactly("1:1", "0:2", "1:3", "0:4");
        assertThat(Flux.range(1, 1).groupBy(item -> item).blockFirst()).isInstanceOf(GroupedFlux.class);
    }

    @Test
    void a_flow_that_a_program_emits_itself_stays_the_object_that_it_is() {
        Flux<Integer> own = Flux.range(1, 2).hide();
        assertThat(Flux.just(own).map(flux -> flux).blockFirst()).isSameAs(own);
    }
}
