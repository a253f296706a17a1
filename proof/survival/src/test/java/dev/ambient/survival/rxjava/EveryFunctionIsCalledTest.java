/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows are sound: without any candidate each ends, and each calls what its operator is given. */
class EveryFunctionIsCalledTest {

    private static Norm norm;

    @BeforeAll
    static void run() {
        Map<Row, List<Cell>> matrix = new LinkedHashMap<>();
        int turn = 0;
        for (Row row : RxMatrix.rows()) {
            matrix.put(
                    row,
                    row.cells(++turn).stream()
                            .filter(cell -> cell.source() == Cell.Source.CALLER && cell.hop() == Hop.NONE)
                            .toList());
        }
        norm = Norm.of(matrix);
    }

    @Test
    void every_row_ends() {
        assertThat(norm.unsound()).isEmpty();
    }

    @Test
    void every_function_that_an_operator_is_given_is_called_in_some_cell() {
        assertThat(norm.idle().keySet()).isSubsetOf(ByHandRows.CALLED_HERE);
    }
}
