/* SPDX-License-Identifier: Apache-2.0 */

/** Nothing but tests: the bridges beside libraries and agents that programs have, each the real one. */
package dev.ambient.integration;
