/* SPDX-License-Identifier: Apache-2.0 */
/** The JDK's ScopedValue. */
@NullMarked
package dev.ambient.benchmarks.scopedvalue;

import org.jspecify.annotations.NullMarked;
