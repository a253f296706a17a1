/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** Reactor within RxJava within Reactor. */
@Test
public class RxJavaTckTest extends BridgedVerification {

    public RxJavaTckTest() {
        super(
                false,
                1000,
                flux -> typical(Flux.from(Flowable.fromPublisher(flux).observeOn(Schedulers.computation()))));
    }
}
