/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.spi.Boundary;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/**
 * The stack may end anywhere: in each entry point, in a listener, in an accessor. Afterwards the thread has the context that
 * it had, each listener has heard of every value once and in order, other libraries' thread-locals are as they were, and
 * the same operation works again.
 */
@SuppressWarnings("try")
class StackOverflowTest extends CleanThread {

    private static final Ambient<String> ID = Ambient.named("id");
    private static final Ambient<String> OTHER = Ambient.named("other");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final ThreadLocal<String> SECOND = new ThreadLocal<>();

    private static int overflowedAtWork;
    private static String seen;
    private static String seenAmiss;

    private final List<Hearing> hearings = new ArrayList<>();

    /** A listener that writes down what it heard without a call, so that it has heard all of it or nothing. */
    private static final class Hearing implements ChangeListener<String> {
        private String last;
        private String amiss;

        @Override
        public void changed(String previous, String current, Cause cause) {
            if (previous != last && amiss == null) {
                amiss = previous;
            }
            last = current;
        }
    }

    /** Needs some frames of its own, as one that logs does. */
    private static final class DeepHearing implements ChangeListener<String> {
        private final Hearing hearing;

        DeepHearing(Hearing hearing) {
            this.hearing = hearing;
        }

        @Override
        public void changed(String previous, String current, Cause cause) {
            deep(12, previous, current, cause);
        }

        private int deep(int frames, String previous, String current, Cause cause) {
            if (frames == 0) {
                hearing.changed(previous, current, cause);
                return 0;
            }
            return deep(frames - 1, previous, current, cause) + 1;
        }
    }

    private enum World {
        PLAIN,
        LISTENERS,
        FOREIGN,
        COPIED,
        MDC_DRIVEN,
        ALL
    }

    private record Operation(String name, Supplier<Runnable> made) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static void work() {
        LOCAL.set("work's");
        ID.set("set in work");
    }

    private static String work(Object a) {
        work();
        return "done";
    }

    /** Each is made on the thread on which it runs later, while LOCAL and SECOND are what a request would have there. */
    private static Stream<Operation> operations() {
        return Stream.of(
                new Operation("run", () -> {
                    AmbientContext context = captured();
                    return () -> context.run(StackOverflowTest::work);
                }),
                new Operation("run what overflows", () -> {
                    AmbientContext context = captured();
                    return () -> {
                        try {
                            context.run(() -> endless(0));
                        } catch (StackOverflowError e) {
                            overflowedAtWork++;
                        }
                    };
                }),
                new Operation("run in run", () -> {
                    AmbientContext context = captured();
                    AmbientContext inner = context.with(ID, "inner").with(OTHER, "inner");
                    return () -> context.run(() -> inner.run(StackOverflowTest::work));
                }),
                new Operation("run without foreign values", () -> {
                    AmbientContext context = AmbientContext.empty().with(ID, "bare");
                    return () -> context.run(() -> ID.set("set"));
                }),
                new Operation("call", () -> {
                    AmbientContext context = captured();
                    return () -> context.call(() -> work("x"));
                }),
                new Operation("wrap", () -> captured().wrap((Runnable) StackOverflowTest::work)),
                new Operation("wrapSupplier", () -> {
                    Supplier<String> wrapped = captured().wrapSupplier(() -> work("x"));
                    return () -> seen = wrapped.get();
                }),
                new Operation("wrapFunction", () -> {
                    var wrapped = captured().wrapFunction(StackOverflowTest::work);
                    return () -> seen = wrapped.apply("x");
                }),
                new Operation("wrapConsumer", () -> {
                    var wrapped = captured().wrapConsumer((Object x) -> work());
                    return () -> wrapped.accept("x");
                }),
                new Operation("a boundary in a run", () -> {
                    AmbientContext context = captured();
                    return () -> AmbientContext.empty().run(() -> boundary(context));
                }),
                new Operation("boundaries of one context and of another in a run", () -> {
                    AmbientContext context = captured();
                    AmbientContext other = context.with(ID, "other");
                    return () -> AmbientContext.empty()
                            .run(() -> inBoundary(context, () -> {
                                boundary(context);
                                seenInFlow(context, other);
                            }));
                }),
                // A scope in a block: of one with nothing around it, the call of close may be one too many.
                new Operation("makeCurrent and close", () -> {
                    AmbientContext context = captured();
                    return () -> AmbientContext.empty().run(() -> {
                        try (Scope scope = context.makeCurrent()) {
                            work();
                        }
                    });
                }),
                new Operation(
                        "where and run",
                        () -> () ->
                                Ambient.where(ID, "where").where(OTHER, "where").run(StackOverflowTest::work)),
                new Operation(
                        "where and call", () -> () -> Ambient.where(ID, "where").call(() -> work("x"))),
                new Operation(
                        "bind and close",
                        () -> () -> AmbientContext.empty().run(() -> {
                            try (Scope scope = ID.bind("bound")) {
                                work();
                            }
                        })),
                new Operation(
                        "suppressFlow and close",
                        () -> () -> AmbientContext.empty().run(() -> {
                            try (Scope scope = AmbientContext.suppressFlow()) {
                                AmbientContext.capture();
                            }
                        })),
                new Operation("capture", () -> AmbientContext::capture),
                new Operation("current", () -> AmbientContext::current),
                new Operation("get", () -> ID::get),
                new Operation("a task of a wrapped executor", () -> {
                    Executor direct = AmbientExecutors.wrap(Runnable::run);
                    return () -> Ambient.where(ID, "submits").run(() -> direct.execute(StackOverflowTest::work));
                }),
                new Operation("a stage", () -> {
                    AmbientFuture<String> done = AmbientFuture.completedFuture("done");
                    AmbientContext context = captured();
                    return () -> context.run(() -> done.thenAccept(StackOverflowTest::work));
                }),
                new Operation("a listener that comes and goes", () -> () -> {
                    Registration registration = ID.onChange((previous, current, cause) -> {});
                    registration.close();
                }));
    }

    private static AmbientContext captured() {
        LOCAL.set("captured");
        SECOND.set("captured");
        try {
            return AmbientContext.capture().with(ID, "captured").with(OTHER, "captured");
        } finally {
            LOCAL.set("before");
            SECOND.remove();
        }
    }

    private static void boundary(AmbientContext context) {
        inBoundary(context, StackOverflowTest::work);
    }

    private static void inBoundary(AmbientContext context, Runnable block) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            block.run();
        } finally {
            here.exit(before, mark);
        }
    }

    /** Where the boundary inside it ended with the stack, what that had put in is gone before the flow's next callback. */
    private static void seenInFlow(AmbientContext context, AmbientContext other) {
        try {
            inBoundary(other, () -> LOCAL.set("another's"));
        } catch (StackOverflowError e) {
            overflowedAtWork++;
        }
        inBoundary(context, () -> {
            if ("another's".equals(LOCAL.get())) {
                seenAmiss = "another's";
            }
        });
    }

    private static int endless(int frames) {
        work();
        return frames < 0 ? frames : endless(frames + 1) + 1;
    }

    static Stream<Arguments> cases() {
        return Stream.of(World.values()).flatMap(world -> operations().map(each -> Arguments.of(world, each)));
    }

    @AfterEach
    void nobody_is_left() {
        hearings.clear();
    }

    private void listen(Ambient<String> key, boolean deep) {
        Hearing hearing = new Hearing();
        hearings.add(hearing);
        afterwardsClose(key.onChange(deep ? new DeepHearing(hearing) : hearing));
    }

    private void set(World world) {
        AmbientRegistry registry = AmbientRegistry.global();
        if (world == World.LISTENERS || world == World.ALL) {
            listen(ID, false);
            listen(ID, true);
            listen(OTHER, false);
            listen(ID, false);
        }
        if (world == World.FOREIGN || world == World.COPIED || world == World.ALL) {
            afterwardsClose(registry.register("local", LOCAL));
            afterwardsClose(registry.register("second", SECOND));
        }
        if (world == World.COPIED) {
            afterwardsClose(registry.copier("local", (String local) -> String.valueOf(local.toCharArray())));
        }
        if (world == World.MDC_DRIVEN || world == World.ALL) {
            afterwardsClose(registry.register(new Slf4jThreadLocalAccessor()));
            afterwardsClose(AmbientMdc.export(ID));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void all_is_as_it_was_wherever_the_stack_ends(World world, Operation operation) {
        set(world);
        boolean foreign = world == World.FOREIGN || world == World.COPIED || world == World.ALL;
        Runnable[] made = new Runnable[1];
        overflowedAtWork = 0;
        seenAmiss = null;
        int overflowed = LastFrames.run(
                () -> {
                    if (made[0] == null) {
                        made[0] = operation.made.get();
                        MDC.put("mine", "kept");
                        LOCAL.set("before");
                    }
                    made[0].run();
                },
                () -> asBefore(foreign));
        assertThat(overflowed + overflowedAtWork)
                .as("times that the stack ended")
                .isPositive();
        assertThat(reported())
                .allSatisfy(problem -> assertThat(problem.cause()).isInstanceOf(StackOverflowError.class));
    }

    private void asBefore(boolean foreign) {
        ThreadState here = ThreadState.here();
        if (foreign) {
            assertThat(seenAmiss).as("seen in a flow of what another has left").isNull();
        }
        assertThat(here.context()).as("context").isSameAs(AmbientContext.empty());
        assertThat(here.mark()).as("open").isZero();
        AmbientContext.capture(); // what could not be put back from down there is, at the latest, now
        for (Hearing hearing : hearings) {
            assertThat(hearing.amiss).as("heard in another order than it was").isNull();
            assertThat(hearing.last).as("heard last").isNull();
        }
        if (foreign) {
            assertThat(LOCAL.get()).as("a foreign value").isEqualTo("before");
            assertThat(SECOND.get()).as("a foreign value").isNull();
        }
        assertThat(MDC.getCopyOfContextMap()).as("MDC").isEqualTo(Map.of("mine", "kept"));
        assertThat(ID.get()).isNull();
    }
}
