/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One small program in four versions: with a thread-local, and with an ambient value on executors, on Reactor and on
 * RxJava.
 */
@NullMarked
package dev.ambient.examples.spoon;

import org.jspecify.annotations.NullMarked;
