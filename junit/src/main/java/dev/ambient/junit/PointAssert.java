/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import java.util.List;

/**
 * Assertions about a point that a test has passed, once or several times; each must hold for every time.
 *
 * <pre>{@code
 * probe.assertThat("in the pool").saw(TENANT, "acme").didNotSee(USER).onAnotherThreadThan("handler").times(3);
 * }</pre>
 *
 * <p>All of them throw an {@link AssertionError} that shows all points.
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
     * A value was there.
     *
     * @param key its key
     * @param value the value; what the key's initial supplier gives counts too
     * @param <T> the type of the value
     * @return this
     */
    public <T> PointAssert saw(Ambient<T> key, T value) {
        points().forEach(point -> probe.assertSaw(point, key, value));
        return this;
    }

    /**
     * No value was set.
     *
     * @param key its key
     * @return this
     */
    public PointAssert didNotSee(Ambient<?> key) {
        for (ProbePoint point : points()) {
            if (point.context().describe().containsKey(key)) {
                throw probe.failed("Point '" + name + "' saw " + point.text(key) + " on thread '"
                        + point.thread().getName() + "', and should not have seen it.");
            }
        }
        return this;
    }

    /**
     * It was passed on none of the threads on which another point was.
     *
     * @param other the other point
     * @return this
     */
    public PointAssert onAnotherThreadThan(String other) {
        for (ProbePoint point : points()) {
            if (threads(other).contains(point.thread())) {
                throw probe.failed("Point '" + name + "' was passed on thread '"
                        + point.thread().getName() + "', and so was '" + other + "'.");
            }
        }
        return this;
    }

    /**
     * It was passed on no thread but those on which another point was.
     *
     * @param other the other point
     * @return this
     */
    public PointAssert onSameThreadAs(String other) {
        for (ProbePoint point : points()) {
            if (!threads(other).contains(point.thread())) {
                throw probe.failed("Point '" + name + "' was passed on thread '"
                        + point.thread().getName() + "', and '" + other + "' was not.");
            }
        }
        return this;
    }

    /**
     * It was passed so often.
     *
     * @param times how often
     * @return this
     */
    public PointAssert times(int times) {
        if (points().size() != times) {
            throw probe.failed("Point '" + name + "' was passed " + points().size() + " times, and not " + times + ".");
        }
        return this;
    }

    private List<ProbePoint> points() {
        return probe.named(name);
    }

    private List<Thread> threads(String other) {
        probe.assertThat(other); // so that a misspelt name is found
        return probe.named(other).stream().map(ProbePoint::thread).toList();
    }
}
