/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

/**
 * What a customer gets for an order.
 *
 * @param order the number of the order
 * @param cents what it costs, delivery included
 * @param invoice the number of the invoice
 */
record Receipt(String order, long cents, String invoice) {}
