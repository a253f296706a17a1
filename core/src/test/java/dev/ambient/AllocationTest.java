/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.spi.Boundary;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes that each operation allocates, exactly, as the JVM counts them for the thread. Whether a scope is put on the
 * heap is for the JVM's compiler to say, so each is tried until it has compiled it. Those without foreign values come first: once
 * the compiler has seen some, it finds opening and closing a scope too big to put in line, and every scope is on the heap.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AllocationTest extends CleanThread {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 10_000;
    private static final int ROUNDS = 1_000;

    private static void nothing() {}

    /** The bytes of one call, once the compiler is done: the fewest in many rounds. */
    private static double bytes(Runnable operation) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                operation.run();
            }
            fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) fewest / TIMES;
    }

    private record Operation(String name, int size, Runnable deed) {
        @Override
        public String toString() {
            return name + ", " + size;
        }
    }

    private static AmbientContext context(List<Ambient<Object>> keys) {
        AmbientContext context = AmbientContext.empty();
        for (int i = 0; i < keys.size(); i++) {
            context = context.with(keys.get(i), mixed(i));
        }
        return context;
    }

    @SuppressWarnings("try")
    static Stream<Operation> operations() {
        return IntStream.of(1, 8, 9, 16, 64).boxed().flatMap(size -> {
            List<Ambient<Object>> keys = keys(size);
            Ambient<Object> last = keys.get(size - 1);
            AmbientContext context = context(keys);
            AmbientContext other = context.with(last, "other");
            Runnable task = other.wrap(AllocationTest::nothing);
            return Stream.of(
                    new Operation("capture", size, AmbientContext::capture),
                    new Operation("capture elsewhere", size, () -> other.run(AmbientContext::capture)),
                    new Operation("get", size, last::get),
                    new Operation("get what is not there", size, AllocationTest::getUnset),
                    new Operation("set the same", size, () -> last.set(context.get(last))),
                    new Operation("run", size, () -> other.run(AllocationTest::nothing)),
                    new Operation("run in the same", size, () -> context.run(AllocationTest::nothing)),
                    new Operation("a wrapped task", size, task),
                    new Operation("a boundary", size, () -> {
                        Boundary here = AmbientContext.boundary();
                        long mark = here.mark();
                        AmbientContext before = here.enter(other);
                        here.exit(before, mark);
                    }),
                    new Operation("restore and close", size, () -> {
                        try (Scope scope = other.makeCurrent()) {
                            nothing();
                        }
                    }));
        });
    }

    private static final Ambient<String> UNSET = Ambient.named("unset");

    private static void getUnset() {
        UNSET.get();
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void nothing_is_allocated(Operation operation) {
        AmbientContext context = context(keys(operation.size));
        double[] bytes = new double[1];
        context.run(() -> bytes[0] = bytes(operation.deed));
        assertThat(bytes[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void nothing_is_allocated_where_no_foreign_value_differs(int accessors) {
        for (int i = 0; i < accessors; i++) {
            ThreadLocal<String> local = new ThreadLocal<>();
            local.set("value" + i);
            afterwardsClose(AmbientRegistry.global().register("foreign" + i, local));
            afterwards(local::remove);
        }
        AmbientContext.capture().run(() -> {
            AmbientContext context = AmbientContext.capture();
            assertThat(bytes(AmbientContext::capture)).as("capture").isZero();
            assertThat(bytes(() -> context.run(AllocationTest::nothing)))
                    .as("run")
                    .isZero();
            assertThat(bytes(() -> {
                        Boundary here = AmbientContext.boundary();
                        long mark = here.mark();
                        here.exit(here.enter(context), mark);
                    }))
                    .as("a boundary")
                    .isZero();
            Boundary flow = AmbientContext.boundary();
            long outer = flow.mark();
            AmbientContext around = flow.enter(context);
            assertThat(bytes(() -> {
                        Boundary here = AmbientContext.boundary();
                        long mark = here.mark();
                        here.exit(here.enter(context), mark);
                    }))
                    .as("a boundary in a boundary")
                    .isZero();
            flow.exit(around, outer);
            // The scope itself, at most: whether it is put on the heap depends on what else this JVM has compiled.
            assertThat(bytes(() -> {
                        Scope scope = context.makeCurrent();
                        scope.close();
                    }))
                    .as("restore and close")
                    .isLessThanOrEqualTo(48);
        });
    }

    @Test
    void a_change_costs_one_or_two_small_arrays() {
        assertThat(bytesOfSet(1)).as("set, 1 value").isLessThanOrEqualTo(48);
        assertThat(bytesOfSet(8)).as("set, 8 values").isLessThanOrEqualTo(112);
        assertThat(bytesOfSet(16)).as("set, 16 values").isLessThanOrEqualTo(144);
        assertThat(bytesOfSet(64)).as("set, 64 values").isLessThanOrEqualTo(144);
    }

    private static double bytesOfSet(int size) {
        List<Ambient<Object>> keys = keys(size);
        Ambient<Object> last = keys.get(size - 1);
        double[] bytes = new double[1];
        context(keys).run(() -> bytes[0] = bytes(() -> last.set(last.get() == "one" ? "other" : "one")));
        return bytes[0];
    }
}
