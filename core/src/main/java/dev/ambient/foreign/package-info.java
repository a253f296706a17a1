/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The thread-locals of other libraries: reads, writes and restores them around work.
 *
 * <p>Not exported, and no part of the API.
 */
@NullMarked
package dev.ambient.foreign;

import org.jspecify.annotations.NullMarked;
