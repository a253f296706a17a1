/* SPDX-License-Identifier: Apache-2.0 */
/** A candidate with a class path of its own. */
@NullMarked
package dev.ambient.survival.armeria;

import org.jspecify.annotations.NullMarked;
