/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import io.reactivex.rxjava3.schedulers.Schedulers;
import org.testng.annotations.Test;

/** A fused chain, with a hop behind which items are polled. */
@Test
public class RxJavaFusedTckTest extends RxJavaVerification {

    public RxJavaFusedTckTest() {
        super(flow -> written(flow.map(item -> item).filter(item -> true).doOnNext(item -> REQUEST_ID.get()))
                .map(item -> item)
                .observeOn(Schedulers.computation()));
    }
}
