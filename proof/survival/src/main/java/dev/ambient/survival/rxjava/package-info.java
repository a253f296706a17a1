/* SPDX-License-Identifier: Apache-2.0 */
/**
 * RxJava's half of the matrix. A row is a public method, found by reflection; what it is given is made by
 * {@link dev.ambient.survival.rxjava.Arguments} from the types of its parameters, so that each overload has a row. Rows that
 * need more than that are written by hand, in the classes named {@code *Rows}.
 */
@NullMarked
package dev.ambient.survival.rxjava;

import org.jspecify.annotations.NullMarked;
