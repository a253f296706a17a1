/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Carries the context with the tasks of executors, and knows the tasks that belong to no flow.
 *
 * <p>Not exported, and no part of the API.
 */
@NullMarked
package dev.ambient.task;

import org.jspecify.annotations.NullMarked;
