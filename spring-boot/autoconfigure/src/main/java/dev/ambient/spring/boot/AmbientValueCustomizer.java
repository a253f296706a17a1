/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

/**
 * Configures ambient values in code. Each bean of this type is asked for each value that a property or a bean makes known, in their
 * order, after the properties. It adds no value.
 *
 * <pre>{@code
 * @Bean
 * AmbientValueCustomizer requestIds() {
 *     return value -> {
 *         if (value.name().equals("request-id")) {
 *             value.header("X-Request-Id").defaultValue(() -> UUID.randomUUID().toString());
 *         }
 *     };
 * }
 * }</pre>
 */
@FunctionalInterface
public interface AmbientValueCustomizer {

    /**
     * Changes the settings of one value.
     *
     * @param value its settings
     */
    void customize(AmbientValue.Settings value);
}
