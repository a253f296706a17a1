/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An ambient value of this service: its key, and the header that it comes and goes with.
 *
 * <p>It never changes and can be used by all threads.
 */
public final class AmbientValue {

    private final Ambient<String> key;
    private final @Nullable String header;
    private final boolean response;
    private final @Nullable Supplier<String> defaultValue;
    private final boolean required;
    private final int maxLength;
    private final OnInvalid onInvalid;
    private final @Nullable String mdcKey;

    AmbientValue(Settings settings) {
        this.key = settings.key;
        this.header = settings.header;
        this.response = settings.response;
        this.defaultValue = settings.defaultValue;
        this.required = settings.required;
        this.maxLength = settings.maxLength;
        this.onInvalid = settings.onInvalid;
        this.mdcKey = settings.mdcKey;
    }

    /**
     * Returns its name, as in {@code ambient.values.<name>}.
     *
     * @return the name
     */
    public String name() {
        return key.name();
    }

    /**
     * Returns its key, which reads and sets it.
     *
     * @return the key
     */
    public Ambient<String> key() {
        return key;
    }

    /**
     * Returns the header that it comes with and leaves with.
     *
     * @return the name of the header, or {@code null} if it has none
     */
    public @Nullable String header() {
        return header;
    }

    String requiredHeader() {
        return Objects.requireNonNull(header, "header");
    }

    boolean isInResponse() {
        return response;
    }

    @Nullable
    String defaultValue() {
        return defaultValue == null ? null : defaultValue.get();
    }

    boolean isRequired() {
        return required;
    }

    int maxLength() {
        return maxLength;
    }

    OnInvalid onInvalid() {
        return onInvalid;
    }

    @Nullable
    String mdcKey() {
        return mdcKey;
    }

    /** Its name and header. */
    @Override
    public String toString() {
        return header == null ? name() : name() + " (" + header + ")";
    }

    /**
     * What happens to a header that cannot be taken as it is: it is too long, has other characters than printable ASCII, or comes
     * several times with different values.
     */
    public enum OnInvalid {
        /** The request is answered with 400. */
        REJECT,
        /** It is cut: to its first characters, to those that are allowed, to the first of several. */
        CUT,
        /** The request counts as one without the header. */
        IGNORE
    }

    /**
     * What can be said of a value in code; see {@link AmbientValueCustomizer}. What is set here replaces what is configured.
     *
     * <p>Only for use within {@link AmbientValueCustomizer#customize}.
     */
    public static final class Settings {

        static final int DEFAULT_MAX_LENGTH = 256;

        final Ambient<String> key;

        @Nullable
        String header;

        boolean response;

        @Nullable
        Supplier<String> defaultValue;

        /** The same, where it is always the same. */
        @Nullable
        String constantDefault;

        boolean required;
        int maxLength = DEFAULT_MAX_LENGTH;
        OnInvalid onInvalid = OnInvalid.REJECT;

        @Nullable
        String mdcKey;

        Settings(Ambient<String> key, AmbientProperties.@Nullable Value configured) {
            this.key = key;
            if (configured != null) {
                this.header = configured.header();
                this.response = configured.response();
                this.required = configured.required();
                this.maxLength = configured.maxLength();
                this.onInvalid = configured.onInvalid();
                if (configured.defaultValue() != null) {
                    defaultValue(configured.defaultValue());
                }
                if (configured.mdc()) {
                    this.mdcKey = configured.mdcKey() == null ? key.name() : configured.mdcKey();
                }
            }
        }

        /**
         * Returns the name of the value.
         *
         * @return the name
         */
        public String name() {
            return key.name();
        }

        /**
         * Sets the header that the value comes with.
         *
         * @param header the name of the header
         * @return these settings
         */
        public Settings header(String header) {
            this.header = Objects.requireNonNull(header, "header");
            return this;
        }

        /**
         * Sets whether the response has the header too.
         *
         * @param response whether it has
         * @return these settings
         */
        public Settings response(boolean response) {
            this.response = response;
            return this;
        }

        /**
         * Sets the value of a request that has no such header.
         *
         * @param defaultValue the value
         * @return these settings
         */
        public Settings defaultValue(String defaultValue) {
            this.constantDefault = Objects.requireNonNull(defaultValue, "defaultValue");
            this.defaultValue = () -> defaultValue;
            return this;
        }

        /**
         * Sets what makes the value of a request that has no such header, such as a new id. It is asked once for each request.
         *
         * @param defaultValue makes the value
         * @return these settings
         */
        public Settings defaultValue(Supplier<String> defaultValue) {
            this.constantDefault = null;
            this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
            return this;
        }

        /**
         * Sets whether a request without the header is answered with 400.
         *
         * @param required whether it is
         * @return these settings
         */
        public Settings required(boolean required) {
            this.required = required;
            return this;
        }

        /**
         * Sets how many characters a value may have that comes with a request: 256 if nothing is set.
         *
         * @param maxLength the number
         * @return these settings
         */
        public Settings maxLength(int maxLength) {
            this.maxLength = maxLength;
            return this;
        }

        /**
         * Sets what happens to a header that cannot be taken as it is.
         *
         * @param onInvalid what happens; {@link OnInvalid#REJECT} if nothing is set
         * @return these settings
         */
        public Settings onInvalid(OnInvalid onInvalid) {
            this.onInvalid = Objects.requireNonNull(onInvalid, "onInvalid");
            return this;
        }

        /**
         * Shows the value in log lines.
         *
         * @param mdcKey the key of the MDC
         * @return these settings
         */
        public Settings mdc(String mdcKey) {
            this.mdcKey = Objects.requireNonNull(mdcKey, "mdcKey");
            return this;
        }
    }
}
