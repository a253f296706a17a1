/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What must hold when two threads meet in core. Each class is one meeting; {@link dev.ambient.stress.Suite} runs all.
 */
@NullMarked
package dev.ambient.stress;

import org.jspecify.annotations.NullMarked;
