/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Map;

final class Page {
    private Page() {}

    static String of(Map<Carrier, Tally> results) {
        return "";
    }
}
