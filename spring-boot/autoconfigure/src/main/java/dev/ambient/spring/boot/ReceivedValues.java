/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one request came with. All dispatches of a request have the same.
 *
 * @param all the values that it has
 * @param refusal why the request is refused; {@code null} if it is not
 */
record ReceivedValues(List<Received> all, @Nullable String refusal) {

    /** One value, and its text for this request. */
    record Received(AmbientValue value, String header, String text) {

        /** Without the text: the request has this as an attribute, which some print, and the value may be redacted. */
        @Override
        public String toString() {
            return value.toString();
        }
    }

    static ReceivedValues of(AmbientValues values, Function<String, List<String>> headers, boolean mayBeRequired) {
        List<Received> all = new ArrayList<>(values.withHeader().size());
        for (AmbientValue value : values.withHeader()) {
            String header = value.requiredHeader();
            HeaderText text = HeaderText.of(value, headers.apply(header), mayBeRequired);
            values.count(value, text.outcome());
            if (text.refusal() != null) {
                return new ReceivedValues(List.of(), text.refusal());
            }
            if (text.value() != null) {
                all.add(new Received(value, header, text.value()));
            }
        }
        return new ReceivedValues(all, null);
    }

    /** The context and these values. */
    AmbientContext in(AmbientContext context) {
        AmbientContext changed = context;
        for (Received one : all) {
            changed = changed.with(one.value.key(), one.text);
        }
        return changed;
    }

    /** What the response is to say: a value that cannot stand in a header, as a supplier of defaults may make it, is left out. */
    void echo(BiConsumer<String, String> response) {
        for (Received one : all) {
            if (one.value.isInResponse() && HeaderText.isPlain(one.text)) {
                response.accept(one.header, one.text);
            }
        }
    }

    /** The body of a refusal, RFC 9457. Neither the names of headers nor our sentences have anything to escape. */
    static String problem(String refusal) {
        return "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"" + refusal + "\"}";
    }
}
