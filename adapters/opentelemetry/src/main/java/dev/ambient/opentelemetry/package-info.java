/* SPDX-License-Identifier: Apache-2.0 */
/** Keeps OpenTelemetry's current {@code Context} as an ambient value. With the jar on the class path nothing is to be called. */
@NullMarked
package dev.ambient.opentelemetry;

import org.jspecify.annotations.NullMarked;
