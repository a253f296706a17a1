/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ambient.spi.HookInstallation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Rule 15: hooks that are in place for as long as somebody wants them. */
class HookInstallationTest extends CleanThread {

    private final List<String> hooks = new ArrayList<>();
    private final HookInstallation installation =
            new HookInstallation("hooks", () -> hooks.add("in"), () -> hooks.add("out"));

    @Test
    void rule_15_the_first_puts_the_hooks_in_and_the_last_takes_them_out() {
        assertThat(installation.isInstalled()).isFalse();
        Registration first = installation.add();
        Registration second = installation.add();
        assertThat(hooks).containsExactly("in");
        first.close();
        assertThat(hooks).containsExactly("in");
        assertThat(installation.isInstalled()).isTrue();
        second.close();
        assertThat(hooks).containsExactly("in", "out");
        assertThat(installation.isInstalled()).isFalse();
        installation.add().close();
        assertThat(hooks).containsExactly("in", "out", "in", "out");
    }

    @Test
    void rule_15_closing_twice_counts_once() {
        Registration first = installation.add();
        Registration second = installation.add();
        first.close();
        first.close();
        assertThat(installation.isInstalled()).isTrue();
        second.close();
        second.close();
        assertThat(hooks).containsExactly("in", "out");
    }

    @Test
    void if_the_hooks_cannot_be_put_in_nothing_counts_as_installed() {
        boolean[] broken = {true};
        HookInstallation other = new HookInstallation(
                "hooks",
                () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("broken");
                    }
                    hooks.add("in");
                },
                () -> hooks.add("out"));
        assertThatIllegalStateException().isThrownBy(other::add).withMessage("broken");
        assertThat(other.isInstalled()).isFalse();
        broken[0] = false;
        other.add().close();
        assertThat(hooks).containsExactly("in", "out");
    }

    @Test
    void rule_15_many_threads_install_and_remove_without_knowing_of_each_other() throws Exception {
        AtomicInteger in = new AtomicInteger();
        HookInstallation shared = new HookInstallation(
                "hooks",
                () -> assertThat(in.incrementAndGet()).isEqualTo(1),
                () -> assertThat(in.decrementAndGet()).isEqualTo(0));
        ExecutorService pool = shutDownAfterwards(Executors.newFixedThreadPool(4));
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            done.add(pool.submit(() -> {
                for (int n = 0; n < 2000; n++) {
                    Registration registration = shared.add();
                    assertThat(in).hasValue(1);
                    registration.close();
                    registration.close();
                }
            }));
        }
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(in).hasValue(0);
        assertThat(shared.isInstalled()).isFalse();
    }

    @Test
    void a_library_that_is_too_old_is_refused_with_both_versions() {
        assertThatCode(() -> HookInstallation.requireVersion(Assertions.class, "assertj-core", "3.0.0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> HookInstallation.requireVersion(Assertions.class, "assertj-core", "3.9.10"))
                .doesNotThrowAnyException();
        assertThatIllegalStateException()
                .isThrownBy(() -> HookInstallation.requireVersion(Assertions.class, "assertj-core", "999.0.1"))
                .withMessageContaining("assertj-core 3.")
                .withMessageContaining("999.0.1");
    }

    @Test
    void a_library_without_a_manifest_is_taken_to_be_new_enough() {
        assertThatCode(() -> HookInstallation.requireVersion(HookInstallationTest.class, "Tests", "999.0.1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> HookInstallation.requireVersion(String.class, "Java", "999.0.1"))
                .doesNotThrowAnyException();
    }
}
