/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Carrier;
import io.reactivex.rxjava3.core.Scheduler;

/** A candidate for RxJava's half. */
public interface RxCarrier extends Carrier {

    /**
     * What a user has to make of a scheduler that is not RxJava's.
     *
     * @param own the scheduler
     * @return what is given to the flows
     */
    default Scheduler scheduler(Scheduler own) {
        return own;
    }
}
