/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Lets values go to the configured hosts only. What stands in a header may say who a service's customers are: that it reaches
 * a third party must be somebody's decision.
 */
final class ConfiguredHosts implements OutgoingValues {

    private static final Log LOG = LogFactory.getLog(ConfiguredHosts.class);

    private static final Pattern HOST =
            Pattern.compile("\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+]");

    /** A host, and perhaps a port, that {@code URI} does not take apart: a name with an underscore. */
    private static final Pattern UNPARSED = Pattern.compile("([A-Za-z0-9_.-]+)(?::[0-9]*)?");

    private final List<String> hosts;
    private final AtomicBoolean said = new AtomicBoolean();

    ConfiguredHosts(List<String> hosts) {
        this.hosts = hosts.stream().map(ConfiguredHosts::checked).toList();
    }

    private static String checked(String configured) {
        String host = configured.strip().toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new AmbientConfigurationException(
                    "ambient.outgoing.hosts has '" + configured + "', which is no host.",
                    "Write a name without scheme, port and path, such as orders.internal; *.internal for all names below it; or *"
                            + " for every host.");
        }
        return host;
    }

    @Override
    public boolean mayLeave(AmbientValue value, URI destination) {
        String host = hostOf(destination).toLowerCase(Locale.ROOT);
        for (String one : hosts) {
            if (matches(one, host)) {
                return true;
            }
        }
        if (said.compareAndSet(false, true)) {
            LOG.info("Ambient value '" + value.name() + "' was not sent to " + host
                    + ", and no value is sent to a host that"
                    + " ambient.outgoing.hosts does not name. This is said once.");
        }
        return false;
    }

    private static String hostOf(URI destination) {
        if (destination.getHost() != null) {
            return destination.getHost();
        }
        Matcher unparsed = UNPARSED.matcher(String.valueOf(destination.getRawAuthority()));
        return destination.getRawAuthority() != null && unparsed.matches() ? unparsed.group(1) : "";
    }

    private static boolean matches(String pattern, String host) {
        return pattern.equals("*")
                || (pattern.startsWith("*.")
                        ? host.endsWith(pattern.substring(1)) && host.length() > pattern.length() - 1
                        : host.equals(pattern));
    }
}
