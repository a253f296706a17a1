/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

/** Marks what this bridge puts into a flow, so that it is not put in twice. */
interface OwnOperator {}
