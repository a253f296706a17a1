/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.junit.WithAmbient;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Values that are set by the names of their keys, most of them wrongly. */
public class Named extends Base implements Shared {

    static final Ambient<Integer> RETRIES = Ambient.named("retries");
    static final Ambient<Integer> SAME_KEY = RETRIES;
    static final Ambient<Integer> LIMIT = Ambient.named("limit");
    static final Ambient<String> ONE = Ambient.named("twice");
    static final Ambient<String> OTHER = Ambient.named("twice");
    static final Ambient<List<String>> LIST = Ambient.named("list");
    static final Ambient<?> ANY = Ambient.named("any");

    @Test
    @WithAmbient(name = "retries", value = "3")
    @WithAmbient(name = "rounding", value = "HALF_UP")
    @WithAmbient(name = "locale", value = "de")
    @WithAmbient(name = "elsewhere", value = "x", in = Elsewhere.class)
    void right() {
        assertThat(AmbientContext.current().describe())
                .isEqualTo(Map.of(RETRIES, "3", ROUNDING, "HALF_UP", LOCALE, "de", Elsewhere.KEY, "x"));
        assertThat(ROUNDING.get()).isEqualTo(RoundingMode.HALF_UP);
    }

    @Nested
    class Within {

        @Test
        @WithAmbient(name = "retries", value = "3")
        @WithAmbient(name = "rounding", value = "DOWN")
        void right_within() {
            assertThat(RETRIES.get()).isEqualTo(3);
            assertThat(ROUNDING.get()).isEqualTo(RoundingMode.DOWN);
        }
    }

    @Test
    @WithAmbient(name = "nowhere", value = "x", in = Elsewhere.class)
    void none() {}

    @Test
    @WithAmbient(name = "twice", value = "x")
    void two() {}

    @Test
    @WithAmbient(name = "limit", value = "three")
    void not_a_number() {}

    @Test
    @WithAmbient(name = "list", value = "x")
    void no_way_to_convert() {}

    @Test
    @WithAmbient(name = "any", value = "x")
    void no_type() {}

    static final class Elsewhere {

        private static final Ambient<String> KEY = Ambient.named("elsewhere");

        private Elsewhere() {}
    }
}

class Base {

    static final Ambient<RoundingMode> ROUNDING = Ambient.named("rounding");
}

interface Shared {

    Ambient<Locale> LOCALE = Ambient.named("locale");
}
