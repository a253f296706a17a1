/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.WebApplicationType;

class ReactiveDiagnosticsTest extends AbstractDiagnosticsTest {

    ReactiveDiagnosticsTest() {
        super(WebApplicationType.REACTIVE);
    }
}
