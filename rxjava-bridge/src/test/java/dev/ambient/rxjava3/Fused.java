/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

/** A flow that grants fusion, with a function that is called when its items are polled. */
final class Fused {

    /** Makes the flow. */
    interface Flow<F> {
        F with(Look look, Workers workers);
    }

    /** The function. */
    interface Look {
        int at(int item);
    }

    /** An operator on a source from which it may take items by polling. */
    interface Operator<S, F> {
        F on(S source, Workers workers);
    }

    private Fused() {}

    static int throwAt3(int item) {
        if (item == 3) {
            throw new IllegalStateException("on purpose");
        }
        return item;
    }
}
