/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

/** The lines that the program prints, in order, and the value that belongs into each. */
enum Line {
    BEFORE_TOP_ONE("Before TopOne", Line.INITIAL),
    SOMEWHERE_ONE("Inside Somewhere", Line.ONE),
    DEEP_DOWN_ONE("Inside DeepDown", Line.ONE),
    AFTER_TOP_ONE("After TopOne", Line.INITIAL),
    FIRE_ONE("Inside Fire", Line.ONE),
    SOMEWHERE_TEN("Inside Somewhere", Line.TEN),
    DEEP_DOWN_TEN("Inside DeepDown", Line.TEN),
    FIRE_TEN("Inside Fire", Line.TEN),
    AFTER_TOP_TEN("After TopTen", Line.INITIAL);

    static final String INITIAL = "Initial Value";
    static final String ONE = "ValueSetBy TopOne";
    static final String TEN = "ValueSetBy TopTen";

    final String text;
    final String value;

    Line(String text, String value) {
        this.text = text;
        this.value = value;
    }

    /** Nobody waits for Fire, so it may be printed any time after the line that started it. */
    boolean mayComeLater() {
        return this == FIRE_ONE || this == FIRE_TEN;
    }
}
