/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The matrix and what Reactor offers are one list of names. */
class EveryOperatorHasACellTest {

    @Test
    void every_public_operator_has_a_row_or_a_reason_for_having_none() {
        Set<String> missing = new TreeSet<>(Operators.all());
        missing.removeAll(shown());
        missing.removeAll(Operators.none().keySet());
        assertThat(missing).isEmpty();
    }

    @Test
    void every_row_is_of_an_operator_that_there_is() {
        assertThat(shown()).isSubsetOf(Operators.all());
        assertThat(Operators.none().keySet()).isSubsetOf(Operators.all()).doesNotContainAnyElementsOf(shown());
    }

    @Test
    void every_row_has_a_name_of_its_own() {
        assertThat(Matrix.rows()).extracting(Row::name).doesNotHaveDuplicates();
    }

    private static Set<String> shown() {
        Set<String> shown = new TreeSet<>();
        Matrix.rows().forEach(row -> {
            shown.add(row.operator());
            shown.addAll(row.also());
        });
        return shown;
    }
}
