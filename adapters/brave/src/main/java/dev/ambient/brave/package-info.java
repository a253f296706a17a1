/* SPDX-License-Identifier: Apache-2.0 */
/** Brave's current trace in the ambient context: {@link dev.ambient.brave.AmbientCurrentTraceContext}. */
@NullMarked
package dev.ambient.brave;

import org.jspecify.annotations.NullMarked;
