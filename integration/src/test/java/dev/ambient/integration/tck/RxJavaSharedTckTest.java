/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A shared flow. */
@Test
public class RxJavaSharedTckTest extends RxJavaVerification {

    public RxJavaSharedTckTest() {
        super(flow -> written(flow.publish().refCount().map(item -> item)));
    }
}
