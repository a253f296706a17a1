/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * What can be configured. A property that is unknown here stops the program: a value whose header is misspelt would silently
 * be missing.
 *
 * @param enabled Whether anything of Ambient is in place.
 * @param reactor The bridge to Reactor.
 * @param rxjava The bridge to RxJava.
 * @param values Ambient values by name.
 * @param web What comes in and what is answered.
 * @param executors Beans that run work.
 * @param outgoing What other services are sent.
 * @param diagnostics Which requests are recorded, to find out where a value is lost: a sample of them, all of them in full, or none.
 * @param diagnosticsKey Name of the value that tells requests apart; by default request-id, or the only value that there is.
 */
@ConfigurationProperties(prefix = "ambient", ignoreUnknownFields = false)
record AmbientProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Bridge reactor,
        @DefaultValue Bridge rxjava,
        @DefaultValue Map<String, Value> values,
        @DefaultValue Web web,
        @DefaultValue Executors executors,
        @DefaultValue Outgoing outgoing,
        @DefaultValue("off") Diagnostics diagnostics,
        @Nullable String diagnosticsKey) {

    /** Which requests are recorded. */
    enum Diagnostics {
        /** None. */
        OFF,
        /** One in a thousand, and one scope in a thousand. */
        SAMPLED,
        /** All of them, and all scopes. It costs some microseconds at each hop. */
        FULL
    }

    /**
     * One bridge.
     *
     * @param enabled Whether the bridge is installed where its library is on the class path.
     */
    record Bridge(@DefaultValue("true") boolean enabled) {}

    /**
     * One ambient value.
     *
     * @param header Request header that the value comes with.
     * @param response Whether the response has the header too.
     * @param defaultValue Value of a request that has no such header.
     * @param required Whether a request without the header is answered with 400.
     * @param maxLength How many characters a value may have that comes with a request.
     * @param onInvalid What happens to a header that is too long, has other characters than printable ASCII, or comes several times with different values.
     * @param mdc Whether log lines show the value.
     * @param mdcKey Key of the MDC that shows the value; by default the name of the value.
     * @param redacted Whether the value is kept out of logs, reports and recordings.
     */
    record Value(
            @Nullable String header,
            @DefaultValue("false") boolean response,
            @Name("default") @Nullable String defaultValue,
            @DefaultValue("false") boolean required,
            @DefaultValue("256") int maxLength,
            @DefaultValue("reject") AmbientValue.OnInvalid onInvalid,
            @DefaultValue("false") boolean mdc,
            @Nullable String mdcKey,
            @DefaultValue("false") boolean redacted) {}

    /**
     * What comes in and what is answered.
     *
     * @param notRequiredPaths Paths, with what is below them, that need no required header. The actuator's need none either.
     */
    record Web(@DefaultValue List<String> notRequiredPaths) {}

    /**
     * Beans that run work.
     *
     * @param enabled Whether executors and schedulers carry what is current where work is handed to them.
     * @param exclude Names of beans that are left as they are.
     */
    record Executors(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Set<String> exclude) {}

    /**
     * What other services are sent.
     *
     * @param hosts Hosts that are sent the headers of ambient values: a name, *.name for all below it, or * for every host. None by default.
     * @param exclude Names of beans that are, or have, a client that is not built with Boot's builder and is not to be reported.
     */
    record Outgoing(
            @DefaultValue List<String> hosts, @DefaultValue Set<String> exclude) {}
}
