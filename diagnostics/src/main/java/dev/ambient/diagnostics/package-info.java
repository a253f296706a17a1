/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where an ambient value was set, which way it went, and where it was lost.
 *
 * <p>{@link dev.ambient.diagnostics.Diagnostics} is where to start. It does nothing until it is installed.
 */
@NullMarked
package dev.ambient.diagnostics;

import org.jspecify.annotations.NullMarked;
