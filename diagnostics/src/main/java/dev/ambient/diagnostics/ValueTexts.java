/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text: short, never of a redacted one. Where {@code toString} throws, core says so in its place. */
final class ValueTexts {

    private static final int LONGEST = 80;

    private ValueTexts() {}

    static @Nullable String of(AmbientContext context, Ambient<?> key) {
        String text = context.describe().get(key);
        return text == null ? null : cut(text);
    }

    static Map<Ambient<?>, String> of(AmbientContext context) {
        Map<Ambient<?>, String> texts = context.describe();
        texts.replaceAll((key, text) -> cut(text));
        return texts;
    }

    /** A copy, so that nobody holds a value who holds its text. */
    private static String cut(String text) {
        return new String(
                text.length() <= LONGEST ? text.toCharArray() : (text.substring(0, LONGEST - 1) + "…").toCharArray());
    }
}
