/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConverterNotFoundException;

/**
 * Says of a misspelt property which there are. Boot's own analyzer says that it is not known, and prints what it was set to, which may
 * be the default of a redacted value.
 */
final class AmbientPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    static final List<String> OF_A_VALUE = List.of(
            "header", "response", "default", "required", "max-length", "on-invalid", "mdc", "mdc-key", "redacted");

    static final List<String> OTHERS = List.of(
            "enabled",
            "reactor.enabled",
            "rxjava.enabled",
            "web.not-required-paths",
            "executors.enabled",
            "executors.exclude",
            "outgoing.hosts",
            "outgoing.exclude",
            "diagnostics",
            "diagnostics-key");

    private static final ConfigurationPropertyName VALUES = ConfigurationPropertyName.of("ambient.values");

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE; // Boot's own would have its say first
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        Throwable reason = cause.getCause();
        if (reason instanceof UnboundConfigurationPropertiesException unbound
                && cause.getName().equals(VALUES.getParent())) {
            return unknown(unbound.getUnboundProperties(), cause);
        }
        if (reason instanceof ConverterNotFoundException && VALUES.isParentOf(cause.getName())) {
            AmbientConfigurationException said = isNoProperty(cause.getName().toString());
            return new FailureAnalysis(said.getMessage(), said.action(), cause);
        }
        return null;
    }

    static AmbientConfigurationException isNoProperty(String value) {
        return new AmbientConfigurationException(
                value + " is set, but it is a value, not a property.",
                "Write the property of it that is meant, such as " + value + ".header. A value has " + OF_A_VALUE
                        + ".");
    }

    private static FailureAnalysis unknown(Collection<ConfigurationProperty> unbound, BindException cause) {
        TreeMap<String, ConfigurationProperty> properties = new TreeMap<>();
        unbound.forEach(one -> properties.put(one.getName().toString(), one));
        return new FailureAnalysis(
                properties.entrySet().stream()
                        .map(one ->
                                one.getKey() + " is set" + origin(one.getValue()) + ", but there is no such property.")
                        .collect(Collectors.joining(System.lineSeparator())),
                "Write ambient.values.<name>. and one of " + OF_A_VALUE + ", or ambient. and one of " + OTHERS
                        + ". A name with a dot is written ambient.values[a.b].header.",
                cause);
    }

    private static String origin(ConfigurationProperty property) {
        return property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }
}
