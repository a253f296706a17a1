/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Fails tests that leave a scope open, a thread dirty or hooks installed.
 *
 * <p>Start with {@link dev.ambient.junit.AmbientTest}.
 */
@NullMarked
package dev.ambient.junit;

import org.jspecify.annotations.NullMarked;
