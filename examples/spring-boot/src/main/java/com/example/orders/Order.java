/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

/**
 * What a customer asks for.
 *
 * @param number the customer's own number of it
 * @param article which article
 * @param quantity how many
 */
record Order(String number, String article, int quantity) {}
