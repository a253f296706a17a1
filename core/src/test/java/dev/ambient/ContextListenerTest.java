/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.spi.ContextListener.Step.ENTERED;
import static dev.ambient.spi.ContextListener.Step.LEFT;
import static dev.ambient.spi.ContextListener.Step.SET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.spi.ContextListener;
import dev.ambient.spi.HookInstallation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What recorders are told, and that they change nothing. */
class ContextListenerTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<String> SECRET =
            Ambient.<String>builder("secret").redacted().build();

    private final List<String> told = new ArrayList<>();

    private final ContextListener notes = new ContextListener() {
        @Override
        public void switched(AmbientContext previous, AmbientContext current, Step step) {
            told.add(step + " " + previous.get(TENANT) + " " + current.get(TENANT));
        }

        @Override
        public void captured(AmbientContext context) {
            told.add("captured " + context.get(TENANT));
        }

        @Override
        public void missed(Ambient<?> key) {
            told.add("missed " + key.name());
        }

        @Override
        public void installed(String what, boolean inPlace) {
            told.add(what + " " + inPlace);
        }

        @Override
        public void reported(Problem problem) {
            told.add("reported " + problem.kind());
        }
    };

    private List<String> recorded(Runnable block) {
        told.clear();
        Registration recording = afterwardsClose(AmbientRegistry.global().listen(notes));
        block.run();
        recording.close();
        return List.copyOf(told);
    }

    @Test
    void a_value_that_is_set() {
        assertThat(recorded(() -> AmbientContext.empty().run(() -> {
                    TENANT.set("acme");
                    TENANT.set("acme");
                    TENANT.unset();
                })))
                .containsExactly(SET + " null acme", SET + " acme null");
    }

    @Test
    void a_value_that_is_bound_until_its_scope_ends() {
        assertThat(recorded(() -> TENANT.bind("acme").close()))
                .containsExactly(SET + " null acme", LEFT + " acme null");
        assertThat(recorded(() -> Ambient.where(TENANT, "acme").run(() -> {})))
                .containsExactly(SET + " null acme", LEFT + " acme null");
    }

    @Test
    void a_context_that_was_captured_and_is_entered() {
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme");
        assertThat(recorded(() -> context.run(() -> {
                    AmbientContext.capture();
                    context.run(() -> {});
                })))
                .containsExactly(ENTERED + " null acme", "captured acme", LEFT + " acme null");
        assertThat(recorded(() -> context.makeCurrent().close()))
                .containsExactly(ENTERED + " null acme", LEFT + " acme null");
    }

    @Test
    void what_is_captured_where_flow_is_suppressed_is_empty() {
        assertThat(recorded(() -> Ambient.where(TENANT, "acme").run(() -> {
                    Scope scope = AmbientContext.suppressFlow();
                    told.add("suppressed " + AmbientContext.isFlowSuppressed());
                    AmbientContext.capture();
                    scope.close();
                    told.add("suppressed " + AmbientContext.isFlowSuppressed());
                })))
                .containsExactly(
                        SET + " null acme",
                        ENTERED + " acme acme",
                        "suppressed true",
                        "captured null",
                        LEFT + " acme acme",
                        "suppressed false",
                        LEFT + " acme null");
    }

    @Test
    void a_value_that_is_read_and_not_there() {
        assertThat(recorded(() -> {
                    TENANT.get();
                    TENANT.orElse("none");
                    Ambient.where(TENANT, "acme").run(TENANT::get);
                }))
                .containsExactly("missed tenant", "missed tenant", SET + " null acme", LEFT + " acme null");
    }

    @Test
    void hooks_that_come_and_go() {
        assertThat(recorded(() -> {
                    HookInstallation installation = new HookInstallation("hooks", () -> {}, () -> {});
                    Registration one = installation.add();
                    Registration two = installation.add();
                    one.close();
                    two.close();
                }))
                .containsExactly("hooks true", "hooks false");
    }

    @Test
    void a_scope_that_is_opened_while_scopes_are_recorded() {
        List<Throwable> openings = new ArrayList<>();
        List<AmbientContext> arounds = new ArrayList<>();
        afterwardsClose(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void opened(AmbientContext around, Throwable opening) {
                arounds.add(around);
                openings.add(opening);
            }
        }));
        TENANT.bind("not recorded").close();
        ScopeRecording recording = afterwardsClose(AmbientRegistry.global().recordScopes());
        Scope outer = TENANT.bind("acme");
        Scope inner = AmbientContext.empty().makeCurrent();
        assertThat(arounds).extracting(context -> context.get(TENANT)).containsExactly(null, "acme");
        assertThat(recording.openScopes()).extracting(Problem::cause).containsExactlyElementsOf(openings);
        inner.close();
        outer.close();
    }

    @Test
    void the_opening_of_one_scope_that_is_left_open_is_the_cause_and_those_of_several_are_suppressed_by_it() {
        List<Throwable> openings = new ArrayList<>();
        afterwardsClose(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void opened(AmbientContext around, Throwable opening) {
                openings.add(opening);
            }
        }));
        afterwardsClose(AmbientRegistry.global().recordScopes());
        AmbientContext.empty().run(() -> TENANT.bind("acme"));
        assertThat(reported().get(0).cause()).isSameAs(openings.get(0)).hasNoSuppressedExceptions();
        AmbientContext.empty().run(() -> {
            TENANT.bind("acme");
            TENANT.bind("initech");
        });
        Throwable both = reported().get(0).cause();
        assertThat(both.getStackTrace()).isEqualTo(openings.get(1).getStackTrace());
        assertThat(both.getSuppressed()).containsExactly(openings.get(2));
        assertThat(openings.get(1)).hasNoSuppressedExceptions();
    }

    @Test
    void each_of_those_who_hold_hooks() {
        List<String> told = new ArrayList<>();
        List<Registration> holders = new ArrayList<>();
        afterwardsClose(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void held(String what, Registration registration, boolean held) {
                told.add(what + " " + held);
                holders.add(registration);
            }
        }));
        HookInstallation installation = new HookInstallation("hooks", () -> {}, () -> {});
        Registration one = installation.add();
        Registration two = installation.add();
        one.close();
        one.close();
        two.close();
        assertThat(told).containsExactly("hooks true", "hooks true", "hooks false", "hooks false");
        assertThat(holders).containsExactly(one, two, one, two);
    }

    @Test
    void a_problem_of_which_the_reporter_hears_too() {
        assertThat(recorded(() -> AmbientContext.empty().run(() -> TENANT.bind("acme"))))
                .containsExactly(SET + " null acme", "reported SCOPE_LEFT_OPEN", LEFT + " acme null");
        assertReported(Problem.Kind.SCOPE_LEFT_OPEN);
    }

    @Test
    void a_context_names_the_keys_that_have_a_value() {
        AmbientContext context = AmbientContext.empty();
        for (Ambient<Object> key : keys(20)) {
            context = context.with(key, key.name());
            assertThat(context.keys())
                    .contains(key)
                    .hasSameSizeAs(context.describe().keySet());
        }
        assertThat(AmbientContext.empty().keys()).isEmpty();
    }

    @Test
    void one_that_throws_is_reported_and_the_others_are_told_and_the_context_is_right() {
        Registration throwing = afterwardsClose(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void switched(AmbientContext previous, AmbientContext current, Step step) {
                throw new IllegalStateException("broken");
            }
        }));
        assertThat(recorded(() -> {
                    Scope scope = TENANT.bind("acme");
                    assertThat(TENANT.get()).isEqualTo("acme");
                    scope.close();
                    assertThat(TENANT.isBound()).isFalse();
                }))
                .containsExactly(SET + " null acme", LEFT + " acme null");
        throwing.close();
        assertThat(reported()).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.LISTENER_FAILED);
            assertThat(problem.cause()).hasMessage("broken");
        });
    }

    @Test
    void what_a_recorder_does_itself_is_not_recorded() {
        List<String> switches = new ArrayList<>();
        Registration recording = afterwardsClose(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void switched(AmbientContext previous, AmbientContext current, Step step) {
                switches.add(step.name());
                AmbientContext.empty().run(AmbientContext::capture);
            }
        }));
        TENANT.bind("acme").close();
        recording.close();
        assertThat(switches).containsExactly("SET", "LEFT");
    }

    @Test
    void the_same_one_twice_is_told_twice_until_both_are_out() {
        Registration one = afterwardsClose(AmbientRegistry.global().listen(notes));
        Registration two = afterwardsClose(AmbientRegistry.global().listen(notes));
        TENANT.get();
        one.close();
        one.close();
        TENANT.get();
        two.close();
        TENANT.get();
        assertThat(told).containsExactly("missed tenant", "missed tenant", "missed tenant");
    }

    @Test
    void listeners_are_told_with_and_without_recorders() {
        List<String> heard = new ArrayList<>();
        Registration listener = afterwardsClose(
                TENANT.onChange((previous, current, cause) -> heard.add(previous + " " + current + " " + cause)));
        recorded(() -> TENANT.bind("acme").close());
        TENANT.bind("initech").close();
        listener.close();
        assertThat(heard)
                .containsExactly("null acme SET", "acme null SWITCH", "null initech SET", "initech null SWITCH");
    }

    @Test
    void a_description_hides_what_is_redacted() {
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme").with(SECRET, "swordfish");
        assertThat(context.describe()).containsEntry(TENANT, "acme").containsEntry(SECRET, "***");
        assertThat(context.toString()).contains("tenant=acme").doesNotContain("swordfish");
    }
}
