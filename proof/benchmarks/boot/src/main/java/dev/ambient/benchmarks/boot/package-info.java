/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A default Spring Boot service under load: what a request costs and what its callbacks see, without propagation, with Boot's
 * {@code auto}, with Ambient, and with both. {@code Run} starts the service in JVMs of its own and loads it; {@code Service} is it.
 */
@NullMarked
package dev.ambient.benchmarks.boot;

import org.jspecify.annotations.NullMarked;
