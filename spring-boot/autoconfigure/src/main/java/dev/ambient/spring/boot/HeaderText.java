/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a header came with, and what becomes of it.
 *
 * @param value the value of the request; {@code null} if it has none
 * @param refusal why the request is refused, without the value itself, which is anybody's; {@code null} if it is not
 * @param outcome what is counted
 */
record HeaderText(@Nullable String value, @Nullable String refusal, Outcome outcome) {

    /** What became of the header of one request. Each request has one of these for each value. */
    enum Outcome {
        /** It came, and is the value. */
        CAME,
        /** There was none, or it was blank. The value is the default, if there is one. */
        MISSING,
        /** What was allowed of it is the value. */
        CUT,
        /** It could not be taken, and the request counts as one without it. */
        IGNORED,
        /** It could not be taken or was required and missing, and the request was answered with 400. */
        REFUSED
    }

    private static final HeaderText ABSENT = new HeaderText(null, null, Outcome.MISSING);
    private static final HeaderText IGNORED = new HeaderText(null, null, Outcome.IGNORED);

    /** What a value is for a request, given all that came under its header. */
    static HeaderText of(AmbientValue value, List<String> came, boolean mayBeRequired) {
        HeaderText text = came.isEmpty() ? ABSENT : taken(value, came);
        if (text.value != null || text.refusal != null) {
            return text;
        }
        if (value.isRequired()) {
            return mayBeRequired ? refused(value, "is missing") : text;
        }
        String given = value.defaultValue();
        return given == null ? text : new HeaderText(given, null, text.outcome);
    }

    private static HeaderText taken(AmbientValue value, List<String> came) {
        List<String> different = different(came);
        if (different.isEmpty()) {
            return ABSENT;
        }
        String text = different.get(0);
        String wrong = different.size() > 1
                ? "came several times, with different values"
                : text.length() > value.maxLength()
                        ? "has more than " + value.maxLength() + " characters"
                        : isPlain(text) ? null : "has other characters than printable ASCII";
        if (wrong == null) {
            return new HeaderText(text, null, Outcome.CAME);
        }
        return switch (value.onInvalid()) {
            case REJECT -> refused(value, wrong);
            case IGNORE -> IGNORED;
            case CUT -> cut(text, value.maxLength());
        };
    }

    private static HeaderText refused(AmbientValue value, String why) {
        return new HeaderText(null, "The header " + value.header() + " " + why + ".", Outcome.REFUSED);
    }

    private static HeaderText cut(String text, int maxLength) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), maxLength));
        for (int i = 0; i < text.length() && plain.length() < maxLength; i++) {
            if (isPlain(text.charAt(i))) {
                plain.append(text.charAt(i));
            }
        }
        String left = plain.toString().strip();
        return left.isEmpty() ? IGNORED : new HeaderText(left, null, Outcome.CUT);
    }

    /** One that is repeated by a proxy is still one; a blank one is none. */
    private static List<String> different(List<String> came) {
        List<String> different = new ArrayList<>(1);
        for (String one : came) {
            String text = stripped(one);
            if (!text.isEmpty() && !different.contains(text)) {
                different.add(text);
            }
        }
        return different;
    }

    /** Without spaces and tabs, RFC 9110, section 5.5. {@code strip} takes control characters for white space too. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\t';
    }

    /** Whether a header can carry it, whoever reads it: what else there is, servers and clients decode in ways of their own. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char character) {
        return character >= ' ' && character <= '~';
    }
}
