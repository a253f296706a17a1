/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpoonTest {

    private static Registration reactor;
    private static Registration rxJava;

    @BeforeAll
    static void install() {
        reactor = ReactorBridge.install();
        rxJava = RxJavaBridge.install();
    }

    @AfterAll
    static void takeOff() {
        rxJava.close();
        reactor.close();
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                version("executors", ExecutorSpoon::new),
                version("Reactor", ReactorSpoon::new),
                version("RxJava", RxJavaSpoon::new));
    }

    private static Arguments version(String name, Supplier<Version> version) {
        return Arguments.of(Named.of(name, version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void an_ambient_value_is_right_in_every_line_of_every_run(Supplier<Version> version) {
        VersionRuns runs = VersionRuns.of("", 100, version);

        assertThat(runs.wrong()).isEmpty();
        assertThat(runs.right()).isEqualTo(100);
    }

    @Test
    void the_check_finds_a_thread_local_wrong() {
        VersionRuns runs = VersionRuns.of("", 20, ThreadLocalSpoon::new);

        assertThat(runs.wrong()).isNotEmpty();
    }
}
