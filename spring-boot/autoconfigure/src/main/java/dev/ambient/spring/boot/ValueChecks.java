/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be configured wrongly, and what to write instead. */
final class ValueChecks {

    /** The most that a value may be allowed: the usual servers refuse 8 KB of headers altogether. */
    static final int LONGEST = 4096;

    /** A token, RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** One that is longer than a slash, and has nothing of a pattern, query or fragment. */
    private static final Pattern PATH = Pattern.compile("/[^*?#{}\\s]*[^*?#{}\\s/]/?");

    /** Those that steer the connection or say who asks. A value that is echoed or sent on must be none of them. */
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "location",
            "origin",
            "proxy-authenticate",
            "proxy-authorization",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private ValueChecks() {}

    /** The keys by name: those of beans, else those inherited, else a new one for each value that is configured. */
    static Map<String, Ambient<String>> keys(
            Collection<Ambient<?>> beans,
            Map<String, AmbientProperties.Value> configured,
            Map<String, Ambient<String>> inherited) {
        Map<String, Ambient<String>> keys = new TreeMap<>();
        for (Ambient<?> bean : beans) {
            AmbientProperties.Value value = configured.get(bean.name());
            if (takesText(bean)) {
                @SuppressWarnings("unchecked") // it takes text; one that knows no type takes anything
                Ambient<?> earlier = keys.put(bean.name(), (Ambient<String>) bean);
                if (earlier != null && earlier != bean) {
                    throw new AmbientConfigurationException(
                            "Two beans are ambient values of the name '" + bean.name() + "'.",
                            "Give one of them another name, or keep one bean for that key.");
                }
            } else if (value != null) {
                throw new AmbientConfigurationException(
                        "ambient.values." + bean.name() + " is configured, but the bean of that name takes no String.",
                        "Make it an Ambient<String>, or take ambient.values." + bean.name() + " out.");
            }
            if (value != null && value.redacted()) {
                throw new AmbientConfigurationException(
                        "ambient.values." + bean.name() + ".redacted is set, but the value is a bean.",
                        "Build the bean with Ambient.builder(\"" + bean.name()
                                + "\", String.class).redacted().build(), and take that property out.");
            }
        }
        inherited.forEach(keys::putIfAbsent);
        configured.forEach((name, value) -> checkConfigured(name, value, keys.get(name)));
        configured.forEach((name, value) -> keys.computeIfAbsent(name, missing -> newKey(missing, value.redacted())));
        return keys;
    }

    /** What would say nothing or something else than it seems to. */
    private static void checkConfigured(String name, AmbientProperties.Value value, @Nullable Ambient<String> key) {
        if (value.mdcKey() != null && !value.mdc()) {
            throw new AmbientConfigurationException(
                    "ambient.values." + name + ".mdc-key is set, but the MDC does not show the value.",
                    "Add ambient.values." + name + ".mdc=true, or take it out.");
        }
        if (value.redacted() && key != null && !DiagnosticsKey.isRedacted(key)) {
            throw new AmbientConfigurationException(
                    "ambient.values." + name
                            + ".redacted is set, but the value is one of the parent context, which does"
                            + " not redact it.",
                    "Set it for the parent context too, or take it out.");
        }
    }

    /** A pattern, say, would be the name of a path that is never asked for. */
    static void checkPaths(Collection<String> paths) {
        for (String path : paths) {
            if (!PATH.matcher(path).matches()) {
                throw new AmbientConfigurationException(
                        "ambient.web.not-required-paths has '" + path + "', which is no path.",
                        "Write a path that begins with a slash, such as /public, for it and all below it. Patterns are not"
                                + " understood. If no path needs a header, take out required.");
            }
        }
    }

    private static Ambient<String> newKey(String name, boolean redacted) {
        Ambient.Builder<String> builder = Ambient.builder(name, String.class);
        return redacted ? builder.redacted().build() : builder.build();
    }

    @SuppressWarnings("unchecked") // that is what it tries
    private static boolean takesText(Ambient<?> key) {
        try {
            AmbientContext.empty().with((Ambient<Object>) key, "");
            return true;
        } catch (ClassCastException e) {
            return false;
        }
    }

    static void check(Collection<AmbientValue.Settings> all) {
        Map<String, String> headers = new HashMap<>();
        Map<String, String> mdcKeys = new HashMap<>();
        for (AmbientValue.Settings one : all) {
            check(one);
            if (one.header != null) {
                String other = headers.put(one.header.toLowerCase(Locale.ROOT), one.name());
                refuseIf(
                        other != null,
                        one,
                        "header",
                        "is " + one.header + ", as that of '" + other + "' is.",
                        "Give each value a header of its own.");
            }
            if (one.mdcKey != null) {
                String other = mdcKeys.put(one.mdcKey, one.name());
                refuseIf(
                        other != null,
                        one,
                        "mdc-key",
                        "is " + one.mdcKey + ", as that of '" + other + "' is.",
                        "Give each value a key of its own.");
            }
        }
    }

    private static void check(AmbientValue.Settings one) {
        String header = one.header;
        refuseIf(
                header != null && !TOKEN.matcher(header).matches(),
                one,
                "header",
                "is '" + header + "', which is no name of a header.",
                "Write letters, digits and hyphens only, such as X-Tenant.");
        refuseIf(
                header != null && RESERVED.contains(header.toLowerCase(Locale.ROOT)),
                one,
                "header",
                "is " + header + ", which has a meaning of its own in HTTP.",
                "Use a header that belongs to your services, such as X-Tenant.");
        refuseIf(
                header == null && one.response,
                one,
                "response",
                "is set, but the value has no header.",
                "Add " + property(one, "header") + "=X-..., or take it out.");
        refuseIf(
                header == null && one.required,
                one,
                "required",
                "is set, but the value has no header.",
                "Add " + property(one, "header") + "=X-..., or take it out.");
        refuseIf(
                header == null && one.defaultValue != null,
                one,
                "default",
                "is set, but the value has no header.",
                "Add " + property(one, "header") + "=X-..., or take it out.");
        refuseIf(
                one.required && one.defaultValue != null,
                one,
                "required",
                "is set beside a default, which a required value never takes.",
                "Take out " + property(one, "required") + " or " + property(one, "default") + ".");
        refuseIf(
                one.maxLength < 1 || one.maxLength > LONGEST,
                one,
                "max-length",
                "is " + one.maxLength + ".",
                "Write a number from 1 to " + LONGEST + ".");
        checkDefault(one, one.constantDefault);
        refuseIf(
                one.mdcKey != null && one.mdcKey.isBlank(),
                one,
                "mdc-key",
                "is blank.",
                "Write the key that the log pattern shows, or take it out.");
    }

    private static void checkDefault(AmbientValue.Settings one, @Nullable String constant) {
        if (constant != null) {
            refuseIf(constant.isBlank(), one, "default", "is blank.", "Write a value, or take it out.");
            refuseIf(
                    !HeaderText.isPlain(constant),
                    one,
                    "default",
                    "has other characters than printable ASCII.",
                    "A header cannot carry them. Write the value in ASCII.");
            refuseIf(
                    constant.length() > one.maxLength,
                    one,
                    "default",
                    "has " + constant.length() + " characters, but " + one.maxLength + " are allowed.",
                    "Shorten it, or raise " + property(one, "max-length") + ".");
        }
    }

    private static void refuseIf(
            boolean wrong, AmbientValue.Settings one, String property, String what, String action) {
        if (wrong) {
            throw new AmbientConfigurationException(property(one, property) + " " + what, action);
        }
    }

    private static String property(AmbientValue.Settings one, String property) {
        return "ambient.values." + one.name() + "." + property;
    }
}
