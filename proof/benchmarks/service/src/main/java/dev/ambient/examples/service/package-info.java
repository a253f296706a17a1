/* SPDX-License-Identifier: Apache-2.0 */
/** What carrying costs the service of the examples. */
@NullMarked
package dev.ambient.examples.service;

import org.jspecify.annotations.NullMarked;
