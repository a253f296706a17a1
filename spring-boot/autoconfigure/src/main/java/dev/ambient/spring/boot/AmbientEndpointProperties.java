/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint shows.
 *
 * @param timeline Whether the timeline of a recorded request can be looked at as a page.
 */
@ConfigurationProperties("management.endpoint.ambient")
record AmbientEndpointProperties(@DefaultValue("false") boolean timeline) {}
