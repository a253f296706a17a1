/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.ForeignValue;
import io.reactivex.rxjava3.core.Scheduler;

/** A candidate for RxJava's half, with its value in a thread-local of another library. */
final class ForeignRxCarrier extends ForeignValue implements RxCarrier {

    private final RxCarrier candidate;

    ForeignRxCarrier(RxCarrier candidate, Style style) {
        super(candidate, style);
        this.candidate = candidate;
    }

    @Override
    public Scheduler scheduler(Scheduler own) {
        return candidate.scheduler(own);
    }
}
