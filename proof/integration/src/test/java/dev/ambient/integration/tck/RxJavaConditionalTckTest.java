/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** Operators that say of each item whether they have used it, above and below the place where values change. */
@Test
public class RxJavaConditionalTckTest extends RxJavaVerification {

    public RxJavaConditionalTckTest() {
        super(flow -> written(flow.hide().filter(item -> true).distinctUntilChanged())
                .filter(item -> item >= 0)
                .distinct()
                .distinctUntilChanged());
    }
}
