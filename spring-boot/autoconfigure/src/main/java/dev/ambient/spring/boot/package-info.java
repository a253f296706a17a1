/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ambient values in a Spring Boot service, by configuration.
 *
 * <p>Start with {@link dev.ambient.spring.boot.AmbientValues}: the values that are configured under {@code ambient.values}.
 * {@link dev.ambient.spring.boot.AmbientValueCustomizer} configures them in code, and {@link
 * dev.ambient.spring.boot.OutgoingValues} decides which of them leave the service, and where to.
 */
@NullMarked
package dev.ambient.spring.boot;

import org.jspecify.annotations.NullMarked;
