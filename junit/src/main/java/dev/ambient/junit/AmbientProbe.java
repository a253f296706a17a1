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
 * Notes which ambient values there are at the points that a test names, and on which thread.
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
 * <p>{@link AmbientTest} gives one to each test that has a parameter for it; its {@code @BeforeEach} and {@code @AfterEach}
 * methods get the same. One that a {@code @BeforeAll} method asks for is shared by all tests of the class.
 *
 * <p>A point can be passed any number of times. What is asserted of it must hold each time. An assertion that fails shows all
 * points: in what order they were passed, on which thread, with which values; redacted ones as stars.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 */
public final class AmbientProbe {

    /** Guards the points, and tells of new ones. */
    private final Object lock = new Object();

    private final List<ProbePoint> points = new ArrayList<>();

    AmbientProbe() {}

    /**
     * Notes what is current here.
     *
     * @param name what the test calls this place
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
     * @return what can be asserted
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
     * @param key its key
     * @param value the value
     * @param <T> the type of the value
     * @return this probe
     * @throws AssertionError if another or none was there, or if no point was passed
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
     * @param atMost how long
     * @return what can be asserted of it
     * @throws AssertionError if it is not passed in that time, or if this thread is interrupted
     */
    public PointAssert await(String name, Duration atMost) {
        return await(name, 1, atMost);
    }

    /**
     * Waits until a point has been passed so often.
     *
     * @param name the point
     * @param times how often
     * @param atMost how long
     * @return what can be asserted of it
     * @throws AssertionError if it is not passed so often in that time, or if this thread is interrupted
     */
    public PointAssert await(String name, int times, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            while (named(name).size() < times) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw failed("Point '" + name + "' was passed "
                            + named(name).size() + " times, and not " + times + ", in " + atMost.toMillis() + " ms.");
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

    /** All points in the order in which they were passed, as a table. */
    @Override
    public String toString() {
        return ProbePoint.table(points(point -> true));
    }

    <T> void assertSaw(ProbePoint point, Ambient<T> key, T value) {
        Objects.requireNonNull(value, "value");
        if (!Objects.equals(point.context().get(key), value)) {
            throw failed("Point '" + point.name() + "' saw " + point.text(key) + " on thread '"
                    + point.thread().getName()
                    + "', and not "
                    + new ProbePoint(0, "", point.thread(), AmbientContext.empty().with(key, value)).text(key)
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
