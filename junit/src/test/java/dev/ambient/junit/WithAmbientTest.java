/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.junit.wrong.Named;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name finds its key in a static field, and an error says what was not found. */
class WithAmbientTest {

    private static final String NAMED = Named.class.getName();

    @Test
    void keys_are_found_in_the_test_class_those_above_and_around_it_and_where_it_is_told_to_look() {
        Map<String, Throwable> failed = EngineRun.tests(Named.class).failed();
        assertThat(failed.keySet())
                .containsExactly(
                        "Named no_type()",
                        "Named no_way_to_convert()",
                        "Named none()",
                        "Named not_a_number()",
                        "Named two()");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "none; @WithAmbient(name = \"nowhere\", value = \"x\") on void NAMED.none(): no static field of"
                        + " NAMED$Elsewhere holds a key of that name. Keys found there: 'elsewhere'",
                "two; @WithAmbient(name = \"twice\", value = \"x\") on void NAMED.two(): NAMED.ONE and NAMED.OTHER hold keys",
                "not_a_number; NAMED.LIMIT holds a java.lang.Integer: Failed to convert String \"three\"",
                "no_way_to_convert; NAMED.LIST holds a java.util.List: ",
                "no_type; the declaration of NAMED.ANY does not give the type of the value"
            })
    void an_error_says_what_is_wrong_with_a_name_or_value(String test, String message) {
        Throwable error =
                EngineRun.test(Named.class, test).failed().values().iterator().next();
        assertThat(error)
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining(message.replace("NAMED", NAMED));
    }
}
