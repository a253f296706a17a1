/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.WebApplicationType;

class ServletDiagnosticsTest extends AbstractDiagnosticsTest {

    ServletDiagnosticsTest() {
        super(WebApplicationType.SERVLET);
    }
}
