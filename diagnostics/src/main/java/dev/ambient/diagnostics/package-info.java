/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shows where an ambient value was set, which way it went, and where it was lost.
 *
 * <p>Start with {@link dev.ambient.diagnostics.Diagnostics}. It does nothing until it is installed.
 */
@NullMarked
package dev.ambient.diagnostics;

import org.jspecify.annotations.NullMarked;
