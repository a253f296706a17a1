/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import java.util.List;

/**
 * Asserts what was there at a point. If the test passed the point several times, an assertion must hold each time.
 *
 * <pre>{@code
 * probe.assertThat("in the pool").saw(TENANT, "acme").didNotSee(USER).onAnotherThreadThan("handler").times(3);
 * }</pre>
 *
 * <p>An assertion that fails throws an {@link AssertionError} that shows all points.
 *
 * @see AmbientProbe#assertThat
 */
public final class PointAssert {

    private final AmbientProbe probe;
    private final String name;

    PointAssert(AmbientProbe probe, String name) {
        this.probe = probe;
        this.name = name;
    }

    /**
     * Asserts that a value was there.
     *
     * @param key the key of the value
     * @param value the value; the key's initial value counts, too
     * @param <T> the type of the value
     * @return these assertions
     */
    public <T> PointAssert saw(Ambient<T> key, T value) {
        points().forEach(point -> probe.assertSaw(point, key, value));
        return this;
    }

    /**
     * Asserts that no value was set.
     *
     * @param key the key
     * @return these assertions
     */
    public PointAssert didNotSee(Ambient<?> key) {
        for (ProbePoint point : points()) {
            if (point.context().describe().containsKey(key)) {
                throw probe.failed("Point '" + name + "' saw " + point.text(key) + " on thread '"
                        + point.thread().getName() + "', but should not have seen it.");
            }
        }
        return this;
    }

    /**
     * Asserts that this point and another were never passed on the same thread.
     *
     * @param other the other point
     * @return these assertions
     */
    public PointAssert onAnotherThreadThan(String other) {
        for (ProbePoint point : points()) {
            if (threads(other).contains(point.thread())) {
                throw probe.failed("Point '" + name + "' was passed on thread '"
                        + point.thread().getName() + "', on which '" + other + "' was passed, too.");
            }
        }
        return this;
    }

    /**
     * Asserts that this point was passed only on threads on which another was passed, too.
     *
     * @param other the other point
     * @return these assertions
     */
    public PointAssert onSameThreadAs(String other) {
        for (ProbePoint point : points()) {
            if (!threads(other).contains(point.thread())) {
                throw probe.failed("Point '" + name + "' was passed on thread '"
                        + point.thread().getName() + "', on which '" + other + "' was not passed.");
            }
        }
        return this;
    }

    /**
     * Asserts how often this point was passed.
     *
     * @param times how often
     * @return these assertions
     */
    public PointAssert times(int times) {
        if (points().size() != times) {
            throw probe.failed(
                    "Point '" + name + "' was passed " + points().size() + " times instead of " + times + ".");
        }
        return this;
    }

    private List<ProbePoint> points() {
        return probe.named(name);
    }

    private List<Thread> threads(String other) {
        probe.assertThat(other); // fails if the name is misspelt
        return probe.named(other).stream().map(ProbePoint::thread).toList();
    }
}
