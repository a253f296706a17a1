/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** If Reactor's operators cannot be asked for their subscribers, that is reported once, and all else works as before. */
class WithoutInternalsTest {

    private final String method = ReactorInternals.method;
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final Deque<Registration> open = new ArrayDeque<>();

    @BeforeEach
    void install() {
        ReactorInternals.method = "gone";
        open.push(AmbientRegistry.global().reportTo(problems::add));
        open.push(ReactorBridge.install());
    }

    @AfterEach
    void remove() {
        open.forEach(Registration::close);
        ReactorInternals.method = method;
        assertThat(ReactorBridge.isInstalled()).isFalse();
    }

    @Test
    void it_is_reported_once_with_what_to_do() {
        open.push(ReactorBridge.install());
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(seenOn(new Driver())).containsExactly("other r-17");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).kind()).isEqualTo(Problem.Kind.PARTLY_INSTALLED);
        assertThat(problems.get(0).message()).contains("gone").contains("ReactorBridge.bridge()");
        assertThat(problems.get(0).cause()).isInstanceOf(NoSuchMethodException.class);
    }

    @Test
    void with_a_call_of_bridge_the_first_operator_sees_the_right_value() {
        Driver driver = new Driver();
        assertThat(seenOn(driver, ReactorBridge.bridge(driver))).containsExactly("r-17 r-17");
    }

    @Test
    void operators_that_hooks_have_seen_see_the_right_value() {
        Driver driver = new Driver();
        assertThat(seenOn(driver, Flux.from(driver::subscribe))).containsExactly("r-17 r-17");
    }

    private static List<String> seenOn(Driver driver) {
        return seenOn(driver, driver);
    }

    /** Returns what the first and the second operator see. */
    private static List<String> seenOn(Driver driver, Flux<Integer> flux) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Ambient.where(REQUEST_ID, "r-17")
                .run(() -> flux.map(item -> REQUEST_ID.orElse("none"))
                        .map(first -> first + " " + REQUEST_ID.orElse("none"))
                        .subscribe(seen::add));
        Ambient.where(REQUEST_ID, "other").run(() -> {
            driver.next(1);
            driver.complete();
        });
        return seen;
    }
}
