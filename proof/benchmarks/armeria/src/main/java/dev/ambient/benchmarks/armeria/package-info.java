/* SPDX-License-Identifier: Apache-2.0 */
/** RxJava's flows with Armeria's assembly. */
@NullMarked
package dev.ambient.benchmarks.armeria;

import org.jspecify.annotations.NullMarked;
