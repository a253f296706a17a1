/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

/** How many items fit through a crossing. */
enum Carries {
    NONE,
    ONE,
    MANY;

    boolean withoutItem(Carries other) {
        return (this == ONE && other == NONE) || (this == NONE && other == ONE);
    }

    Carries and(Carries other) {
        return compareTo(other) < 0 ? this : other;
    }
}
