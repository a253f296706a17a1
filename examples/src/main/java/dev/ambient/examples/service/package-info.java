/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An HTTP service whose requests keep their ids on every thread they cross, put under load twice: with the values
 * carried by hand, and with the bridges.
 *
 * <p>{@link dev.ambient.examples.service.Offers} is the application and reads like one. {@link
 * dev.ambient.examples.service.Carrying} is the whole difference between the two runs. {@link
 * dev.ambient.examples.service.Probe} is what watches.
 */
@NullMarked
package dev.ambient.examples.service;

import org.jspecify.annotations.NullMarked;
