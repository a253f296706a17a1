/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of a rule in every {@link World}. Each of a world's threads begins with a value of its own and one in a foreign
 * thread-local. No work may see them, and rule 7 has them there to the thread's end, whatever the test did.
 */
@SuppressWarnings("try")
abstract class InWorlds extends CleanThread {

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.ambient.World#all")
    @interface InEveryWorld {}

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.ambient.World#thatDoNotWait")
    @interface WhereStartingDoesNotWait {}

    /** A part of a test. */
    interface Block {
        void run() throws Exception;
    }

    /** What a thread of a world sees outside of work; see {@link #seen}. */
    static final String OF_THE_THREAD = "- own own";

    static final String NOTHING = "- - -";

    static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<String> OF_THREAD = Ambient.named("ofThread");

    final TestAccessor user = new TestAccessor("user");
    Registration userRegistered;

    @BeforeEach
    final void register() {
        userRegistered = afterwardsClose(AmbientRegistry.global().register(user));
    }

    /** Tenant, the running thread's own value, and user, as in {@code "acme - ann"}. */
    final String seen() {
        return TENANT.orElse("-") + " " + OF_THREAD.orElse("-") + " " + Objects.toString(user.threadLocal.get(), "-");
    }

    /** Waits until what is asserted holds. */
    static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(assertion);
    }

    /** Waits without helping: one that waits for a fork may run it itself. */
    static <V> V await(Future<V> future) throws Exception {
        eventually(() -> assertThat(future).isDone());
        return World.get(future);
    }

    /** Runs a test in a world. */
    final void in(World world, Block test) throws Exception {
        List<String> left = new CopyOnWriteArrayList<>();
        world.open(
                () -> {
                    OF_THREAD.set("own");
                    user.threadLocal.set("own");
                },
                () -> left.add(seen()));
        try (world) {
            world.run(() -> {
                test.run();
                assertThat(seen()).as("whoever started the work").isEqualTo(NOTHING);
                return null;
            });
            List<Thread> ended = world.ended();
            assertThat(left).as("rule 7").hasSameSizeAs(ended).allMatch(OF_THE_THREAD::equals);
        }
    }

    /** Runs a test in a world, as tenant acme and user ann, who are still there when it is over. */
    final void asAcme(World world, Block test) throws Exception {
        in(world, () -> {
            user.threadLocal.set("ann");
            try (Scope scope = TENANT.bind("acme")) {
                test.run();
                assertThat(seen()).isEqualTo("acme - ann");
            } finally {
                user.threadLocal.remove();
            }
        });
    }
}
