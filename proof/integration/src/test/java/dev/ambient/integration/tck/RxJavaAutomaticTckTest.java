/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** Reactor within RxJava within Reactor, in automatic mode. */
@Test
public class RxJavaAutomaticTckTest extends BridgedVerification {

    public RxJavaAutomaticTckTest() {
        super(true, 1000, flux -> typical(Flux.from(Flowable.fromPublisher(flux).observeOn(Schedulers.computation()))));
    }
}
