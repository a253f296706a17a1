/* SPDX-License-Identifier: Apache-2.0 */
/** docs/benchmarks, and CI's gate, both from what the benchmarks have left. */
@NullMarked
package dev.ambient.benchmarks.page;

import org.jspecify.annotations.NullMarked;
