/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.WebApplicationType;

class ServletWebTest extends AbstractWebTest {

    ServletWebTest() {
        super(WebApplicationType.SERVLET);
    }
}
