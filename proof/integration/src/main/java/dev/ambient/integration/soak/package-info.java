/* SPDX-License-Identifier: Apache-2.0 */
/** Millions of requests through pipelines of all kinds, and whether anything is wrong, or left, after them. */
@NullMarked
package dev.ambient.integration.soak;

import org.jspecify.annotations.NullMarked;
