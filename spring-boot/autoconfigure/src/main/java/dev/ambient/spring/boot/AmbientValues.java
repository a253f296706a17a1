/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import dev.ambient.AmbientMdc;
import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * The ambient values of this service: those that are configured under {@code ambient.values}, and the beans of type {@link
 * Ambient}. It is a bean.
 *
 * <pre>{@code
 * // ambient.values.tenant.header=X-Tenant
 *
 * @Service
 * class Orders {
 *
 *     private final Ambient<String> tenant;
 *
 *     Orders(AmbientValues values) {
 *         this.tenant = values.get("tenant");
 *     }
 * }
 * }</pre>
 *
 * <p>A configured value whose name is that of a bean has the bean's key; another has a key of its own, which belongs to this
 * application context. Code that has no beans reads a key in a static field, which a bean makes known:
 *
 * <pre>{@code
 * @Bean
 * Ambient<String> tenant() {
 *     return Tenants.TENANT;         // static final Ambient<String> TENANT = Ambient.named("tenant", String.class)
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> It never changes and can be used by all threads.
 */
public final class AmbientValues implements DisposableBean {

    private final Map<String, AmbientValue> values;
    private final List<AmbientValue> withHeader;
    private final List<Registration> exports = new ArrayList<>();

    /** {@code null} while nobody wants to know. */
    private volatile @Nullable ValueCounts counts;

    /**
     * Makes them.
     *
     * @param inherited keys of the parent context, which its beans read: a value of the same name has the same key here
     */
    AmbientValues(
            AmbientProperties properties,
            Collection<Ambient<?>> beans,
            Collection<AmbientValueCustomizer> customizers,
            Map<String, Ambient<String>> inherited) {
        ValueChecks.checkPaths(properties.web().notRequiredPaths());
        Map<String, Ambient<String>> keys = ValueChecks.keys(beans, properties.values(), inherited);
        List<AmbientValue.Settings> settings = new ArrayList<>();
        keys.forEach((name, key) ->
                settings.add(new AmbientValue.Settings(key, properties.values().get(name))));
        settings.forEach(one -> customizers.forEach(customizer -> customizer.customize(one)));
        ValueChecks.check(settings);

        Map<String, AmbientValue> found = new TreeMap<>();
        settings.forEach(one -> found.put(one.name(), new AmbientValue(one)));
        this.values = found;
        this.withHeader =
                found.values().stream().filter(value -> value.header() != null).toList();
        try {
            settings.forEach(this::export);
        } catch (RuntimeException e) {
            destroy();
            throw e;
        }
    }

    private void export(AmbientValue.Settings settings) {
        if (settings.mdcKey == null) {
            return;
        }
        try {
            exports.add(AmbientMdc.export(settings.key, settings.mdcKey));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new AmbientConfigurationException(
                    "The ambient value '" + settings.name() + "' cannot be shown in the MDC: " + e.getMessage(),
                    "Take out ambient.values." + settings.name() + ".mdc, or do what the message says.",
                    e);
        }
    }

    /**
     * Returns the key of a value.
     *
     * @param name the name of the value, as in {@code ambient.values.<name>}
     * @return the key, the same one each time
     * @throws IllegalArgumentException if there is no value of that name; it names those that there are
     */
    public Ambient<String> get(String name) {
        AmbientValue value = values.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw new IllegalArgumentException("There is no ambient value '" + name + "', but " + values.keySet()
                    + ". Configure ambient.values." + name + ".header=..., or define a bean of type Ambient<String>.");
        }
        return value.key();
    }

    /**
     * Returns all values, by name.
     *
     * @return the values
     */
    public List<AmbientValue> all() {
        return List.copyOf(values.values());
    }

    Map<String, Ambient<String>> keys() {
        Map<String, Ambient<String>> keys = new TreeMap<>();
        values.forEach((name, value) -> keys.put(name, value.key()));
        return keys;
    }

    /** Those that come with a header. Filters and clients ask for each request, so this copies nothing. */
    List<AmbientValue> withHeader() {
        return withHeader;
    }

    /** Begins to count what comes, if that has not begun. */
    synchronized ValueCounts startCounting() {
        ValueCounts counts = this.counts;
        if (counts == null) {
            counts = new ValueCounts(withHeader);
            this.counts = counts;
        }
        return counts;
    }

    void count(AmbientValue value, HeaderText.Outcome outcome) {
        ValueCounts counts = this.counts;
        if (counts != null) {
            counts.of(value, outcome).increment();
        }
    }

    /** Ends what shows them in the MDC. */
    @Override
    public void destroy() {
        exports.forEach(Registration::close);
        exports.clear();
    }
}
