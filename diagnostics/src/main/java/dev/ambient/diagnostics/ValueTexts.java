/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows values as short text. A redacted value is shown as stars; core puts a note where {@code toString} throws. */
final class ValueTexts {

    private static final int MAX_LENGTH = 80;

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

    /** Copies the text: the text of a string is the string, and holding the text must not hold the value. */
    static String cut(String text) {
        return new String(
                text.length() <= MAX_LENGTH
                        ? text.toCharArray()
                        : (text.substring(0, MAX_LENGTH - 1) + "…").toCharArray());
    }
}
