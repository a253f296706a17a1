/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

/** The two flows: the value that each sets and the lines that it prints. */
enum Top {
    ONE(Line.ONE, Line.SOMEWHERE_ONE, Line.DEEP_DOWN_ONE, Line.FIRE_ONE),
    TEN(Line.TEN, Line.SOMEWHERE_TEN, Line.DEEP_DOWN_TEN, Line.FIRE_TEN);

    final String value;
    final Line somewhere;
    final Line deepDown;
    final Line fire;

    Top(String value, Line somewhere, Line deepDown, Line fire) {
        this.value = value;
        this.somewhere = somewhere;
        this.deepDown = deepDown;
        this.fire = fire;
    }
}
