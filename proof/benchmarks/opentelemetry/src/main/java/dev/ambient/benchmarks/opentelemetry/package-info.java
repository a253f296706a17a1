/* SPDX-License-Identifier: Apache-2.0 */
/** Ways to carry OpenTelemetry's Context, on a class path that has the adapter. */
@NullMarked
package dev.ambient.benchmarks.opentelemetry;

import org.jspecify.annotations.NullMarked;
