/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.WebApplicationType;

class ReactiveWebTest extends AbstractWebTest {

    ReactiveWebTest() {
        super(WebApplicationType.REACTIVE);
    }

    @Override
    String server() {
        return "netty";
    }
}
