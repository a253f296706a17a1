/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Records the ambient values and the thread at points that a test names.
 *
 * <pre>{@code
 * @Test
 * void the_tenant_is_known_behind_the_hop(AmbientProbe probe) {
 *     probe.point("handler");
 *     Mono.just(4711)
 *             .publishOn(Schedulers.parallel())
 *             .doOnNext(order -> probe.point("after publishOn"))
 *             .block();
 *     probe.assertThat("after publishOn").saw(TENANT, "acme").onAnotherThreadThan("handler");
 *     probe.assertAll(TENANT, "acme");
 * }
 * }</pre>
 *
 * <p>{@link AmbientTest} passes a probe to each test that has a parameter of this type, and the same one to the test's
 * {@code @BeforeEach} and {@code @AfterEach} methods. All tests of a class share the probe that its {@code @BeforeAll} method
 * has as a parameter.
 *
 * <p>A point can be passed any number of times, and an assertion about it must hold each time. An assertion that fails shows
 * all points in the order in which they were passed, with thread and values. Redacted values are shown as stars.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 */
public final class AmbientProbe {

    /** Guards the points, and is notified of new ones. */
    private final Object lock = new Object();

    private final List<ProbePoint> points = new ArrayList<>();

    AmbientProbe() {}

    /**
     * Records what is current here.
     *
     * @param name the name of this point
     */
    public void point(String name) {
        Objects.requireNonNull(name, "name");
        synchronized (lock) {
            points.add(new ProbePoint(points.size() + 1, name, Thread.currentThread(), AmbientContext.current()));
            lock.notifyAll();
        }
    }

    /**
     * Begins assertions about a point.
     *
     * @param name the point
     * @return the assertions
     * @throws AssertionError if it was not passed
     */
    public PointAssert assertThat(String name) {
        PointAssert point = new PointAssert(this, name);
        if (named(name).isEmpty()) {
            throw failed("Point '" + name + "' was not passed.");
        }
        return point;
    }

    /**
     * Asserts that a value was there at all points.
     *
     * @param key the key of the value
     * @param value the value
     * @param <T> the type of the value
     * @return this probe
     * @throws AssertionError if it was missing or another at some point, or if no point was passed
     */
    public <T> AmbientProbe assertAll(Ambient<T> key, T value) {
        List<ProbePoint> all = points(point -> true);
        if (all.isEmpty()) {
            throw failed("No point was passed.");
        }
        all.forEach(point -> assertSaw(point, key, value));
        return this;
    }

    /**
     * Waits until a point is passed.
     *
     * @param name the point
     * @param atMost how long to wait
     * @return the assertions
     * @throws AssertionError if it is not passed in that time, or if this thread is interrupted
     */
    public PointAssert await(String name, Duration atMost) {
        return await(name, 1, atMost);
    }

    /**
     * Waits until a point has been passed a number of times.
     *
     * @param name the point
     * @param times the number
     * @param atMost how long to wait
     * @return the assertions
     * @throws AssertionError if it is not passed that often in that time, or if this thread is interrupted
     */
    public PointAssert await(String name, int times, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            while (named(name).size() < times) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw failed(
                            "Point '" + name + "' was passed " + named(name).size() + " times instead of " + times
                                    + " within " + atMost.toMillis() + " ms.");
                }
                try {
                    lock.wait(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw failed("Interrupted while waiting for point '" + name + "'.");
                }
            }
        }
        return assertThat(name);
    }

    /** Returns a table of all points, in the order in which they were passed. */
    @Override
    public String toString() {
        return ProbePoint.table(points(point -> true));
    }

    <T> void assertSaw(ProbePoint point, Ambient<T> key, T value) {
        Objects.requireNonNull(value, "value");
        if (!Objects.equals(point.context().get(key), value)) {
            throw failed("Point '" + point.name() + "' saw " + point.text(key) + " on thread '"
                    + point.thread().getName()
                    + "', but should have seen "
                    + new ProbePoint(
                                    0,
                                    "",
                                    point.thread(),
                                    AmbientContext.empty().with(key, value))
                            .text(key)
                    + ".");
        }
    }

    List<ProbePoint> named(String name) {
        return points(point -> point.name().equals(name));
    }

    AssertionError failed(String what) {
        return new AssertionError(what + "\n" + this);
    }

    private List<ProbePoint> points(Predicate<ProbePoint> which) {
        synchronized (lock) {
            return points.stream().filter(which).toList();
        }
    }
}
