/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Map;
import java.util.Set;

/**
 * Where something was seen.
 *
 * @param row the row's name
 * @param operators what the row shows
 * @param how the cell, in each way to count that there is for it
 * @param cell the cell, to be read
 */
public record Place(String row, Set<String> operators, Map<Tally.By, String> how, String cell) {}
