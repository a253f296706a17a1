/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * Something that was put in place and can be taken out again: a listener, an accessor, an installed bridge.
 *
 * <pre>{@code
 * Registration registration = TENANT.onChange((previous, current, cause) -> audit(current));
 * // …
 * registration.close();
 * }</pre>
 *
 * <p>Closing takes out exactly what this registration put in, leaves what others put in since, and does nothing the
 * second time. It never throws and can be called from any thread.
 */
public interface Registration extends AutoCloseable {

    /** Takes it out. */
    @Override
    void close();
}
