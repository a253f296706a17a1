/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Ambient values that drive keys of the MDC. */
class MdcTest extends CleanThread {

    private final Ambient<String> requestId = Ambient.named("requestId");
    private final Ambient<Object> attempt = Ambient.named("attempt");

    @AfterEach
    void the_mdc_is_clean() {
        assertThat(MDC.get("requestId")).isNull();
        MDC.clear();
    }

    @Test
    void a_value_is_in_the_mdc_while_it_is_set() {
        afterwardsClose(AmbientMdc.export(requestId));
        Ambient.where(requestId, "r-17").run(() -> {
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            requestId.set("r-18");
            assertThat(MDC.get("requestId")).isEqualTo("r-18");
            AmbientContext.empty().run(() -> assertThat(MDC.get("requestId")).isNull());
            requestId.unset();
            assertThat(MDC.get("requestId")).isNull();
            requestId.set("r-19");
        });
    }

    @Test
    void rule_7_it_is_there_in_a_task_and_gone_afterwards() throws Exception {
        afterwardsClose(AmbientMdc.export(requestId));
        ExecutorService raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        ExecutorService pool = AmbientExecutors.wrap(raw);
        String seen = Ambient.where(requestId, "r-17")
                .call(() -> pool.submit(() -> MDC.get("requestId")))
                .get();
        assertThat(seen).isEqualTo("r-17");
        assertThat(raw.submit(() -> MDC.get("requestId")).get()).isNull();
    }

    @Test
    void it_may_have_another_key_and_any_type() {
        afterwardsClose(AmbientMdc.export(attempt, "tries"));
        Ambient.where(attempt, 3).run(() -> assertThat(MDC.get("tries")).isEqualTo("3"));
        assertThat(MDC.get("tries")).isNull();
    }

    @Test
    void a_value_that_is_there_already_is_shown_at_once_and_taken_out_at_the_end() {
        Ambient.where(requestId, "r-17").run(() -> {
            Registration driving = AmbientMdc.export(requestId);
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            driving.close();
            assertThat(MDC.get("requestId")).isNull();
            MDC.put("requestId", "mine");
            driving.close();
            assertThat(MDC.get("requestId")).isEqualTo("mine");
            requestId.set("r-18");
            assertThat(MDC.get("requestId")).isEqualTo("mine");
            MDC.remove("requestId");
        });
    }

    @Test
    void other_keys_of_the_mdc_are_left_alone() {
        afterwardsClose(AmbientMdc.export(requestId));
        MDC.put("other", "mine");
        Ambient.where(requestId, "r-17").run(() -> assertThat(MDC.get("other")).isEqualTo("mine"));
        assertThat(MDC.get("other")).isEqualTo("mine");
    }

    @Test
    void it_lives_beside_micrometers_accessor_for_the_whole_mdc() throws Exception {
        afterwardsClose(AmbientMdc.export(requestId));
        afterwardsClose(AmbientRegistry.global().register(new Slf4jThreadLocalAccessor()));
        ExecutorService raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        ExecutorService pool = AmbientExecutors.wrap(raw);
        MDC.put("other", "mine");
        String seen = Ambient.where(requestId, "r-17")
                .call(() -> pool.submit(() -> MDC.get("requestId") + " " + MDC.get("other")))
                .get();
        assertThat(seen).isEqualTo("r-17 mine");
        assertThat(raw.submit(() -> MDC.get("requestId") + " " + MDC.get("other"))
                        .get())
                .isEqualTo("null null");
        MDC.clear();
    }

    @Test
    void beside_micrometers_accessor_the_mdc_shows_the_value_that_is_current() {
        afterwardsClose(AmbientRegistry.global().register(new Slf4jThreadLocalAccessor()));
        AmbientContext beforeDriving = Ambient.where(requestId, "r-17").call(AmbientContext::capture);
        afterwardsClose(AmbientMdc.export(requestId));
        beforeDriving.run(() -> assertThat(MDC.get("requestId")).isEqualTo("r-17"));
        Ambient.where(requestId, "r-17").run(() -> {
            MDC.put("other", "mine");
            AmbientContext captured = AmbientContext.capture();
            AmbientContext changed = captured.with(requestId, "r-18");
            changed.run(() -> {
                assertThat(MDC.get("requestId")).isEqualTo("r-18");
                changed.run(() -> assertThat(MDC.get("requestId")).isEqualTo("r-18"));
                assertThat(MDC.get("requestId")).isEqualTo("r-18");
            });
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            captured.without(requestId)
                    .run(() -> assertThat(MDC.get("requestId")).isNull());
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            elsewhere(changed.wrap(
                    () -> assertThat(MDC.get("requestId") + MDC.get("other")).isEqualTo("r-18mine")));
            Scope scope = changed.makeCurrent();
            assertThat(MDC.get("requestId")).isEqualTo("r-18");
            scope.close();
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            MDC.remove("other");
        });
    }

    @Test
    void two_values_cannot_drive_one_key() {
        Registration first = AmbientMdc.export(requestId, "id");
        assertThatIllegalStateException()
                .isThrownBy(() -> AmbientMdc.export(attempt, "id"))
                .withMessageContainingAll("'id'", "'requestId'", "'attempt'");
        first.close();
        AmbientMdc.export(attempt, "id").close();
    }

    @Test
    void rule_15_twice_is_as_good_as_once_and_ends_with_the_last() {
        Registration first = AmbientMdc.export(requestId);
        Registration second = AmbientMdc.export(requestId);
        Ambient.where(requestId, "r-17").run(() -> {
            assertThat(MDC.get("requestId")).isEqualTo("r-17");
            first.close();
            first.close();
            assertThat(MDC.get("requestId")).as("one is left").isEqualTo("r-17");
            requestId.set("r-18");
            assertThat(MDC.get("requestId")).isEqualTo("r-18");
            second.close();
            assertThat(MDC.get("requestId")).as("none is left").isNull();
        });
        Ambient.where(requestId, "r-19")
                .run(() -> assertThat(MDC.get("requestId")).isNull());
    }

    /** As each has it that makes its keys when it starts, and does not end what it began. */
    @Test
    void rule_15_a_second_application_context_drives_the_same_key_of_the_mdc() {
        Ambient<String> again = Ambient.named("requestId");
        Registration first = AmbientMdc.export(requestId);
        Registration second = AmbientMdc.export(again);

        Ambient.where(requestId, "r-17")
                .run(() -> assertThat(MDC.get("requestId")).isEqualTo("r-17"));
        Ambient.where(again, "r-18").run(() -> {
            assertThat(MDC.get("requestId")).isEqualTo("r-18");
            Ambient.where(requestId, "r-19")
                    .run(() -> assertThat(MDC.get("requestId"))
                            .as("the one that began last")
                            .isEqualTo("r-18"));
            first.close();
            assertThat(MDC.get("requestId")).as("the other has ended").isEqualTo("r-18");
            second.close();
            assertThat(MDC.get("requestId")).isNull();
        });
    }

    @Test
    void a_key_that_nobody_has_any_more_is_not_held_and_in_nobodys_way() {
        WeakReference<Ambient<?>> forgotten = driveAndForget();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return forgotten.refersTo(null);
        });
        Registration driving =
                AmbientMdc.export(attempt, "forgotten"); // another name, which one that lives would refuse
        Ambient.where(attempt, 1).run(() -> assertThat(MDC.get("forgotten")).isEqualTo("1"));
        driving.close();
    }

    private static WeakReference<Ambient<?>> driveAndForget() {
        Ambient<String> key = Ambient.named("forgotten");
        AmbientMdc.export(key);
        Ambient.where(key, "value").run(() -> assertThat(MDC.get("forgotten")).isEqualTo("value"));
        return new WeakReference<>(key);
    }

    /** Another thread that drives does not wait for it: no code but ours runs under a lock. */
    @Test
    void a_value_that_takes_its_time_keeps_nobody_else_from_driving() {
        Object slow = new Object() {
            @Override
            public String toString() {
                elsewhere(() -> AmbientMdc.export(requestId).close());
                return "slow";
            }
        };
        Ambient.where(attempt, slow).run(() -> {
            Registration driving = AmbientMdc.export(attempt);
            assertThat(MDC.get("attempt")).isEqualTo("slow");
            driving.close();
        });
    }

    @Test
    void what_cannot_be_driven_is_refused_by_name() {
        Ambient<String> secret = Ambient.<String>builder("secret").redacted().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmbientMdc.export(secret))
                .withMessageContaining("'secret'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmbientMdc.export(requestId, " "))
                .withMessageContaining("'requestId'");
        assertThatNullPointerException()
                .isThrownBy(() -> AmbientMdc.export(requestId, null))
                .withMessageContaining("'requestId'");
        assertThatNullPointerException().isThrownBy(() -> AmbientMdc.export(null));
    }

    @Test
    void rule_11_a_value_that_cannot_be_shown_is_reported_and_stops_nothing() {
        afterwardsClose(AmbientMdc.export(attempt));
        Object unspeakable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        Ambient.where(attempt, unspeakable).run(() -> assertThat(attempt.get()).isSameAs(unspeakable));
        assertReported(Problem.Kind.LISTENER_FAILED);
        Ambient.where(attempt, 2).run(() -> assertThat(MDC.get("attempt")).isEqualTo("2"));
    }

    @Test
    void a_drive_that_failed_can_be_tried_again() {
        Object unspeakable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        Ambient.where(attempt, unspeakable)
                .run(() -> assertThatIllegalStateException()
                        .isThrownBy(() -> AmbientMdc.export(attempt))
                        .withMessage("on purpose"));
        AmbientMdc.export(attempt).close();
    }

    @Test
    void without_slf4j_it_says_so_and_all_else_works() throws Exception {
        List<URL> urls = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().matches("(slf4j|logback).*")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> ambient = loader.loadClass(Ambient.class.getName());
            Object key = ambient.getMethod("named", String.class).invoke(null, "requestId");
            ambient.getMethod("set", Object.class).invoke(key, "r-17");
            assertThat(ambient.getMethod("get").invoke(key)).isEqualTo("r-17");
            ambient.getMethod("unset").invoke(key);

            Throwable thrown = catchThrowable(() -> loader.loadClass(AmbientMdc.class.getName())
                    .getMethod("export", ambient)
                    .invoke(null, key));
            assertThat(thrown.getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("org.slf4j:slf4j-api");
        }
    }
}
