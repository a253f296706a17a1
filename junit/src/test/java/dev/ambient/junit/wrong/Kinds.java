/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import dev.ambient.junit.AmbientExtension;
import dev.ambient.junit.AmbientProbe;
import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.LeakCheck;
import dev.ambient.junit.WithAmbient;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of all kinds. A test whose name contains "wrong" leaks something, and must fail. */
public final class Kinds {

    static final Ambient<String> TENANT = Ambient.named("tenant");
    static final Ambient<Duration> TIMEOUT = Ambient.named("timeout");

    private Kinds() {}

    @AmbientTest
    @WithAmbient(name = "tenant", value = "acme")
    @WithAmbient(name = "timeout", value = "PT5S")
    public static class Annotated {

        @BeforeEach
        void setUp(AmbientProbe probe) {
            probe.point("setUp");
        }

        @AfterEach
        void tearDown(AmbientProbe probe) {
            probe.assertThat("setUp").saw(TIMEOUT, Duration.ofSeconds(5)).times(1);
            assertThat(TIMEOUT.get()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void plain(AmbientProbe probe) {
            probe.point("test");
            probe.assertAll(TENANT, "acme");
        }

        @Test
        @WithAmbient(name = "tenant", value = "initech")
        void the_methods_value_wins(AmbientProbe probe) {
            probe.assertAll(TENANT, "initech");
        }

        @Test
        @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void on_a_thread_of_its_own(AmbientProbe probe) {
            probe.point("test");
            probe.assertAll(TENANT, "acme").assertThat("test").onAnotherThreadThan("setUp");
            TENANT.set("initech");
        }

        @Test
        @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void wrong_on_a_thread_of_its_own() {
            TENANT.bind("initech");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void with_parameters(int number, AmbientProbe probe) {
            probe.assertAll(TENANT, "acme");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void wrong_with_parameters(int number) {
            TENANT.bind("initech");
        }

        @RepeatedTest(2)
        void wrong_and_repeated() {
            TENANT.bind("initech");
        }

        @TestFactory
        Stream<DynamicTest> dynamic() {
            return Stream.of(
                    DynamicTest.dynamicTest(
                            "dynamic", () -> assertThat(TENANT.get()).isEqualTo("acme")),
                    DynamicTest.dynamicTest("wrong and dynamic", () -> TENANT.bind("initech")),
                    DynamicTest.dynamicTest(
                            "dynamic again", () -> assertThat(TENANT.get()).isEqualTo("acme")));
        }

        @Nested
        @WithAmbient(name = "tenant", value = "globex")
        class Within {

            @Test
            void nested(AmbientProbe probe) {
                assertThat(TENANT.get()).isEqualTo("globex");
                probe.assertAll(TIMEOUT, Duration.ofSeconds(5));
            }

            @Test
            void wrong_and_nested() {
                TENANT.bind("initech");
            }
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @ExtendWith(AmbientExtension.class)
    public static class OfOneInstance {

        private final AmbientProbe probe;

        OfOneInstance(AmbientProbe probe) {
            this.probe = probe;
        }

        @RepeatedTest(3)
        void shares_the_probe_of_the_constructor(AmbientProbe given) {
            assertThat(given).isSameAs(probe);
        }

        @Test
        void wrong_in_one_instance() {
            TENANT.bind("initech");
        }
    }

    @AmbientTest
    public static class OfManyInstances {

        private final AmbientProbe probe;

        OfManyInstances(AmbientProbe probe) {
            this.probe = probe;
        }

        @RepeatedTest(3)
        void has_a_probe_of_its_own(AmbientProbe given) {
            assertThat(given).isSameAs(probe);
            probe.point("once");
            probe.assertThat("once").times(1);
        }
    }

    public static class OfMethods {

        @Test
        @AmbientTest
        void the_bridges_are_installed() {
            assertThat(ReactorBridge.isInstalled()).isTrue();
            assertThat(RxJavaBridge.isInstalled()).isTrue();
        }

        @Test
        @Careful
        void wrong_with_an_annotation_of_ones_own() {
            TENANT.bind("initech");
        }

        @Test
        @AmbientTest(bridges = false)
        void without_bridges() {
            assertThat(ReactorBridge.isInstalled()).isFalse();
            assertThat(RxJavaBridge.isInstalled()).isFalse();
        }

        @Test
        void not_annotated() {
            assertThat(ReactorBridge.isInstalled()).isFalse();
            TENANT.bind("initech");
            AmbientContext.empty().makeCurrent();
        }
    }

    @AmbientTest
    public static class Clean {

        @Test
        void begins_in_the_empty_context() {
            assertThat(AmbientContext.current()).isSameAs(AmbientContext.empty());
        }
    }

    public static class WithAttributes {

        @Test
        @AmbientTest(expect = Problem.Kind.SCOPE_LEFT_OPEN)
        void expected() {
            AmbientContext.empty().run(() -> TENANT.bind("initech"));
        }

        @Test
        @AmbientTest(expect = Problem.Kind.SCOPE_NEVER_CLOSED)
        void expected_to_be_open() {
            TENANT.bind("initech");
        }

        @Test
        @AmbientTest(expect = Problem.Kind.SCOPE_LEFT_OPEN)
        void wrong_in_that_what_was_expected_did_not_come() {}

        @Test
        @AmbientTest(expect = Problem.Kind.SCOPE_LEFT_OPEN)
        void wrong_in_what_was_not_expected() {
            AmbientContext.empty().run(() -> TENANT.bind("initech"));
            TENANT.set("initech");
        }

        @Test
        @AmbientTest(skip = LeakCheck.DIRTY_THREADS)
        void dirty_threads_are_not_looked_for() throws Exception {
            TENANT.set("initech");
            Leaks.POOL.submit(() -> TENANT.set("initech")).get(60, TimeUnit.SECONDS);
        }

        @Test
        @AmbientTest(skip = LeakCheck.OPEN_SCOPES)
        void open_scopes_are_not_looked_for() {
            TENANT.bind("initech");
        }

        @Test
        @AmbientTest(skip = LeakCheck.HOOKS)
        void hooks_are_not_looked_for() {
            ReactorBridge.install();
        }

        @Test
        @AmbientTest(skip = LeakCheck.REPORTS)
        void reports_are_not_looked_for() {
            AmbientContext.empty().run(() -> TENANT.bind("initech"));
        }
    }

    @AmbientTest
    @Retention(RetentionPolicy.RUNTIME)
    @interface Careful {}
}
