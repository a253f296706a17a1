/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.grpc.AmbientContextStorage;
import io.grpc.Context;
import io.grpc.override.ContextStorageOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the documentation of gRPC's Context says of attaching and detaching, and what the rules say of ambient values. */
@SuppressWarnings({"try", "CheckReturnValue"}) // what is left attached is the point
class StorageTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Context.Key<String> USER = Context.key("user");
    private static final Context ANN = Context.ROOT.withValue(USER, "ann");
    private static final Context BOB = Context.ROOT.withValue(USER, "bob");

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(ContextStorageOverride.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Registration reporter;

    @BeforeEach
    void collect_what_is_logged() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        reporter = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    void the_thread_is_clean() {
        reporter.close();
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(Context.current()).isSameAs(Context.ROOT);
        assertThat(logged).as("logged, and nobody asked for it").isEmpty();
        assertThat(problems).as("problems nobody asked for").isEmpty();
    }

    private static <V> V elsewhere(Callable<V> block) throws Exception {
        FutureTask<V> task = new FutureTask<>(block);
        new Thread(task).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    @Test
    void grpc_uses_it() {
        AmbientContextStorage.requireInstalled();
        assertThat(AmbientContextStorage.isInstalled()).isTrue();
    }

    @Test
    void attach_returns_what_was_attached_and_detach_restores_it() {
        Context before = ANN.attach();
        assertThat(before).isSameAs(Context.ROOT);
        Context inner = BOB.attach();
        assertThat(inner).isSameAs(ANN);
        assertThat(Context.current()).isSameAs(BOB);
        BOB.detach(inner);
        assertThat(Context.current()).isSameAs(ANN);
        ANN.detach(before);
        assertThat(Context.current()).isSameAs(Context.ROOT);
    }

    @Test
    void the_root_can_be_attached_and_leaves_nothing_in_the_context() {
        Context before = ANN.attach();
        Context inner = Context.ROOT.attach();
        assertThat(USER.get()).isNull();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        Context.ROOT.detach(inner);
        ANN.detach(before);
    }

    @Test
    void detaching_what_is_not_attached_is_logged_as_severe_and_restores_what_is_given() {
        ANN.detach(BOB);
        assertThat(Context.current()).isSameAs(BOB);
        BOB.detach(Context.ROOT);
        assertThat(logged).singleElement().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getThrown()).isNotNull();
        });
        logged.clear();
    }

    @Test
    void a_handler_of_the_log_can_use_grpcs_context() {
        List<Context> seen = new ArrayList<>();
        Handler using = new Handler() {
            @Override
            public void publish(LogRecord record) {
                Context before = ANN.attach();
                seen.add(Context.current());
                ANN.detach(before);
                seen.add(Context.current());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(using);
        try {
            ANN.detach(Context.ROOT);
        } finally {
            logger.removeHandler(using);
        }
        assertThat(seen).containsExactly(ANN, Context.ROOT);
        logged.clear();
    }

    @Test
    void a_thread_inherits_nothing() throws Exception {
        Context before = ANN.attach();
        assertThat(elsewhere(Context::current)).isSameAs(Context.ROOT);
        ANN.detach(before);
    }

    @Test
    void a_cancellable_context_is_attached_as_one_that_cannot_be_cancelled() throws Exception {
        Context.CancellableContext cancellable = ANN.withCancellation();
        Context before = cancellable.attach();
        Context current = Context.current();
        assertThat(current).isNotInstanceOf(Context.CancellableContext.class);
        AmbientContext captured = AmbientContext.capture();
        cancellable.detachAndCancel(before, null);
        assertThat(current.isCancelled()).isTrue();
        assertThat(elsewhere(() -> captured.call(() -> Context.current().isCancelled())))
                .isTrue();
    }

    @Test
    void a_fork_goes_along_and_is_not_cancelled() throws Exception {
        Context.CancellableContext cancellable = ANN.withCancellation();
        AmbientContext background =
                cancellable.call(() -> Context.current().fork().call(AmbientContext::capture));
        cancellable.cancel(null);
        assertThat(elsewhere(() -> background.call(
                        () -> USER.get() + " " + Context.current().isCancelled())))
                .isEqualTo("ann false");
    }

    @Test
    void rule_1_a_task_sees_the_context_where_it_was_submitted() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            String seen = ANN.call(() -> AmbientExecutors.wrap(pool).submit(() -> USER.get()))
                    .get(1, TimeUnit.MINUTES);
            assertThat(seen).isEqualTo("ann");
            assertThat(pool.submit(Context::current).get(1, TimeUnit.MINUTES)).isSameAs(Context.ROOT);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void rule_5_what_a_task_leaves_attached_ends_with_it() {
        AmbientContext.empty().run(ANN::attach);
        assertThat(Context.current()).isSameAs(Context.ROOT);
    }

    @Test
    void rule_5_a_scope_around_an_attach_ends_it() {
        try (Scope scope = TENANT.bind("acme")) {
            ANN.attach();
        }
        assertThat(Context.current()).isSameAs(Context.ROOT);
    }

    @Test
    void what_is_set_between_attach_and_detach_stays() {
        AmbientContext.empty().run(() -> {
            Context before = ANN.attach();
            TENANT.set("acme");
            ANN.detach(before);
            assertThat(TENANT.get()).isEqualTo("acme");
        });
    }

    @Test
    void rule_12_work_without_flow_has_no_context() {
        ANN.run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                Context before = BOB.attach();
                AmbientContext captured = AmbientContext.capture();
                assertThat(captured.isEmpty()).isTrue();
                BOB.detach(before);
            }
        });
    }

    @Test
    void a_wrapped_task_of_grpcs_changes_nothing_else() {
        Ambient.where(TENANT, "acme").run(() -> {
            Runnable task = () -> assertThat(TENANT.get() + " " + USER.get()).isEqualTo("acme ann");
            ANN.wrap(task).run();
            assertThat(USER.get()).isNull();
        });
    }
}
