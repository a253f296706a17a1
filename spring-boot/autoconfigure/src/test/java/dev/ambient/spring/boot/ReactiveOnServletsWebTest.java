/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.WebApplicationType;

/** WebFlux on a server of servlets. */
class ReactiveOnServletsWebTest extends AbstractWebTest {

    ReactiveOnServletsWebTest() {
        super(WebApplicationType.REACTIVE);
    }
}
