/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Reports what goes wrong, and records where scopes were opened.
 *
 * <p>Not exported, and no part of the API.
 */
@NullMarked
package dev.ambient.report;

import org.jspecify.annotations.NullMarked;
