/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The matrix and what RxJava offers are one list of names. */
class EveryMethodHasARowTest {

    private final List<Row> rows = RxMatrix.rows();

    @Test
    void every_public_operator_has_a_row() {
        Set<String> missing = new TreeSet<>(Operators.all());
        missing.removeAll(shown());
        assertThat(missing).isEmpty();
    }

    @Test
    void every_row_is_of_an_operator_that_there_is() {
        assertThat(shown()).isSubsetOf(Operators.all());
    }

    @Test
    void every_row_has_a_name_of_its_own() {
        assertThat(rows).extracting(Row::name).doesNotHaveDuplicates();
    }

    private Set<String> shown() {
        Set<String> shown = new TreeSet<>();
        rows.forEach(row -> shown.addAll(row.operators()));
        return shown;
    }
}
