/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import org.testng.annotations.Test;

/** Operators that subscribe to inner sources. */
@Test
public class RxJavaInnerTckTest extends RxJavaVerification {

    public RxJavaInnerTckTest() {
        super(flow -> written(flow.concatMap(item -> Flowable.just(item).hide())
                        .flatMap(item -> Flowable.just(item).observeOn(Schedulers.computation()), 1))
                .onErrorResumeNext(Flowable::error));
    }
}
