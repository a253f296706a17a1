/* SPDX-License-Identifier: Apache-2.0 */
/** Shows what the log lines of {@code com.example.orders} see: without propagation, with Boot's own, with the starter. */
@NullMarked
package dev.ambient.examples.boot;

import org.jspecify.annotations.NullMarked;
