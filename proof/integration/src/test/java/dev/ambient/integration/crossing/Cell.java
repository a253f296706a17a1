/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Layers.Hop;
import java.util.ArrayList;
import java.util.List;

/** One way there, one way back, one kind of hop in each layer, one end. */
record Cell(ToRxJava toRxJava, ToReactor toReactor, Hop hop, Ending ending) {

    /**
     * A crossing that needs an item cannot come after one that lets none through. RxJava3Adapter.singleToMono does not pass
     * a cancel on, bridge or not.
     */
    static List<Cell> of(ToRxJava toRxJava) {
        List<Cell> cells = new ArrayList<>();
        for (ToReactor toReactor : ToReactor.values()) {
            if (toRxJava.carries().withoutItem(toReactor.carries())) {
                continue;
            }
            for (Hop hop : Hop.values()) {
                for (Ending ending : Ending.values()) {
                    Cell cell = new Cell(toRxJava, toReactor, hop, ending);
                    if (!cell.failsWithoutUs()) {
                        cells.add(cell);
                    }
                }
            }
        }
        return cells;
    }

    /**
     * The adapter of a Single does not pass cancel on. And Reactor's zip completes now and then though a source has failed,
     * when another thread looks just then: that source says that it is done before it says that it has failed.
     */
    private boolean failsWithoutUs() {
        return (ending == Ending.CANCEL && toReactor == ToReactor.ADAPTER_SINGLE_TO_MONO)
                || (ending == Ending.FAILURE && toReactor == ToReactor.ZIP);
    }

    /** What fits through both. */
    Carries carries() {
        return toRxJava.carries().and(toReactor.carries());
    }
}
