/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class HookGroupTest {

    private final List<String> reported = new ArrayList<>();
    private final StubHook first = new StubHook("first");
    private final StubHook second = new StubHook("second");
    private final HookGroup<StubHook> hooks = new HookGroup<>(
            List.of(first, second),
            missing -> missing.stream().map(hook -> hook.name + " is gone").toList());
    private @Nullable Registration reporter;

    @BeforeEach
    void listen() {
        reporter = AmbientRegistry.global().reportTo(problem -> reported.add(problem.message()));
    }

    @AfterEach
    void stopListening() {
        if (reporter != null) {
            reporter.close();
        }
    }

    @Test
    void all_go_in_and_come_off_together() {
        assertThat(hooks.areCalled()).isFalse();

        hooks.install();
        assertThat(hooks.areCalled()).isTrue();

        hooks.uninstall();
        assertThat(first.isIn || second.isIn).isFalse();
        assertThat(hooks.areCalled()).isFalse();
        assertThat(reported).isEmpty();
    }

    @Test
    void the_state_of_each_is_told_without_a_report() {
        assertThat(hooks.states()).isEmpty();

        hooks.install();
        assertThat(hooks.states())
                .containsExactly(entry("first", HookGroup.State.IN_PLACE), entry("second", HookGroup.State.IN_PLACE));

        first.isIn = false;
        second.isDisplaced = true;
        assertThat(hooks.states())
                .containsExactly(entry("first", HookGroup.State.MISSING), entry("second", HookGroup.State.DISPLACED));
        assertThat(reported).isEmpty();
    }

    @Test
    void where_one_does_not_go_in_none_stays() {
        second.failure = new IllegalStateException("locked");

        assertThatThrownBy(hooks::install).hasMessage("locked");

        assertThat(first.isIn).isFalse();
        assertThat(hooks.areCalled()).isFalse();
    }

    @Test
    void what_is_missing_is_reported_once_until_it_was_put_in_again() {
        hooks.install();
        second.isIn = false;

        assertThat(hooks.areCalled()).isFalse();
        assertThat(hooks.areCalled()).isFalse();
        assertThat(reported).containsExactly("second is gone");

        first.isIn = false;
        assertThat(hooks.areCalled()).isFalse();
        assertThat(reported).containsExactly("second is gone", "first is gone");

        hooks.mend();
        assertThat(hooks.areCalled()).isTrue();
        second.isIn = false;
        assertThat(hooks.areCalled()).isFalse();
        assertThat(reported).containsExactly("second is gone", "first is gone", "second is gone");
    }

    @Test
    void to_mend_reports_puts_in_again_and_moves() {
        hooks.install();
        first.isIn = false;
        second.isDisplaced = true;

        hooks.mend();

        assertThat(first.isIn).isTrue();
        assertThat(second.isDisplaced).isFalse();
        assertThat(reported).containsExactly("first is gone");
    }

    @Test
    void to_mend_what_is_not_in_puts_nothing_in() {
        hooks.mend();

        assertThat(first.isIn || second.isIn).isFalse();
        assertThat(reported).isEmpty();
    }

    @Test
    void neither_hooks_nor_reporters_are_asked_under_a_lock() throws Exception {
        hooks.install();
        first.isIn = false;
        CountDownLatch asked = new CountDownLatch(1);
        Registration waiting = AmbientRegistry.global().reportTo(problem -> {
            FutureTask<Boolean> elsewhere = new FutureTask<>(hooks::areCalled);
            new Thread(elsewhere).start();
            try {
                elsewhere.get(60, TimeUnit.SECONDS);
                asked.countDown();
            } catch (Exception e) {
                throw new IllegalStateException("it waits", e);
            }
        });
        try (waiting) {
            assertThat(hooks.areCalled()).isFalse();
        }
        assertThat(asked.getCount()).isZero();
    }

    @Test
    void what_is_taken_out_while_it_is_looked_at_is_not_missing() {
        hooks.install();
        first.asked = hooks::uninstall;

        assertThat(hooks.areCalled()).isFalse();

        assertThat(reported).isEmpty();
    }

    @Test
    void where_one_does_not_go_in_none_stays_whatever_it_throws_and_though_another_does_not_come_off() {
        Exception checked = new Exception("checked");
        first.uninstallFailure = new IllegalStateException("stuck");
        second.failure = checked;

        assertThatThrownBy(hooks::install).isSameAs(checked).hasSuppressedException(first.uninstallFailure);

        assertThat(second.uninstalled).isEqualTo(1);
        assertThat(hooks.areCalled()).isFalse();
    }

    @Test
    void all_that_can_come_off_do_where_one_does_not() {
        hooks.install();
        first.uninstallFailure = new AssertionError("stuck");

        assertThatThrownBy(hooks::uninstall).isSameAs(first.uninstallFailure);

        assertThat(second.isIn).isFalse();
        assertThat(hooks.areCalled()).isFalse();
    }

    @Test
    void rule_14_one_that_throws_when_it_is_asked_is_taken_to_be_called() {
        hooks.install();
        first.asked = () -> {
            throw new IllegalStateException("what we asked it with is not real");
        };
        second.isIn = false;

        assertThat(hooks.areCalled()).isFalse();
        assertThat(reported).containsExactly("second is gone");

        first.asked = () -> {
            throw new StackOverflowError();
        };
        hooks.mend();
        assertThat(hooks.areCalled()).isTrue();
        assertThat(first.uninstalled).isZero();
    }

    @Test
    void hooks_that_come_and_go_on_several_threads_are_all_in_or_all_out() throws Exception {
        HookInstallation installation = new HookInstallation("hooks", hooks::install, hooks::uninstall);
        List<FutureTask<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Void> thread = new FutureTask<>(() -> {
                for (int round = 0; round < 1000; round++) {
                    try (Registration held = installation.add()) {
                        hooks.mend();
                        assertThat(hooks.areCalled()).isTrue();
                    }
                }
                return null;
            });
            threads.add(thread);
            new Thread(thread).start();
        }
        for (FutureTask<Void> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }
        assertThat(first.isIn || second.isIn).isFalse();
        assertThat(reported).isEmpty();
    }

    private static final class StubHook implements HookGroup.Hook {

        private final String name;
        private volatile boolean isIn;
        private volatile boolean isDisplaced;
        private int uninstalled;
        private @Nullable Throwable failure;
        private @Nullable Throwable uninstallFailure;
        private @Nullable Runnable asked;

        StubHook(String name) {
            this.name = name;
        }

        @Override
        public void install() {
            if (failure != null) {
                raise(failure);
            }
            isIn = true;
            isDisplaced = false;
        }

        @Override
        public void uninstall() {
            uninstalled++;
            if (uninstallFailure != null) {
                raise(uninstallFailure);
            }
            isIn = false;
        }

        @Override
        public boolean isCalled() {
            Runnable first = asked;
            asked = null;
            if (first != null) {
                first.run();
            }
            return isIn;
        }

        @SuppressWarnings("unchecked")
        private static <X extends Throwable> void raise(Throwable failure) throws X {
            throw (X) failure;
        }

        @Override
        public boolean isInPlace() {
            return isIn && !isDisplaced;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
