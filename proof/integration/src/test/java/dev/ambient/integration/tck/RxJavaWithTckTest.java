/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** What with() gives. */
@Test
public class RxJavaWithTckTest extends RxJavaVerification {

    public RxJavaWithTckTest() {
        super(flow -> written(flow));
    }
}
