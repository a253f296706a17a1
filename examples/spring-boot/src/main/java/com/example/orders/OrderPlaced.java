/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

/** Said to all of the service once an order is paid for. */
record OrderPlaced(Order order) {}
