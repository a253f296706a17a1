/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.jspecify.annotations.Nullable;

/** Something is configured wrongly. It says what, and what to write instead. */
final class AmbientConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    AmbientConfigurationException(String description, String action) {
        this(description, action, null);
    }

    AmbientConfigurationException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
