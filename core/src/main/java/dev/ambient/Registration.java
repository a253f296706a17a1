/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * Something that was registered and can be removed again: a listener, an accessor, an installed bridge.
 *
 * <pre>{@code
 * Registration registration = TENANT.onChange((previous, current, cause) -> audit(current));
 * // …
 * registration.close();
 * }</pre>
 *
 * <p>Closing removes exactly what this registration has added and leaves what others have added since. Closing twice does nothing. It
 * never throws and can be called from any thread.
 */
public interface Registration extends AutoCloseable {

    /** Removes it. */
    @Override
    void close();
}
