/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A service that takes orders. It has no code about request ids and tenants: {@code application.properties} says which headers they
 * come with, and each log line shows them.
 */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
