/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The operator survival matrix: every operator of Reactor, over every kind of source and hop, with a probe in every
 * callback. {@link dev.ambient.survival.Survival} runs it for Ambient and its peers.
 */
@NullMarked
package dev.ambient.survival;

import org.jspecify.annotations.NullMarked;
