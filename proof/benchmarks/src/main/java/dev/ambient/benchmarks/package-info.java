/* SPDX-License-Identifier: Apache-2.0 */
/** What Ambient costs, beside its peers. Not null-marked, for JMH fills the fields. */
package dev.ambient.benchmarks;
