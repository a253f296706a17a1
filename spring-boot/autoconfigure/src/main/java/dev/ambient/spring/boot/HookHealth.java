/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.spi.HookGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the bridges do their work, in the words of Boot's health, whose classes have moved with Boot 4.
 *
 * @param status {@code UP}, {@code DOWN} if a hook is missing, or {@code UNKNOWN} if one is displaced or nothing is installed
 * @param details the hooks that are missing or displaced, by bridge
 */
record HookHealth(String status, Map<String, Object> details) {

    static HookHealth of(InUse inUse) {
        if (!inUse.isInstalled()) {
            return new HookHealth("UNKNOWN", Map.of("ambient.enabled", false));
        }
        Map<String, Object> details = new LinkedHashMap<>();
        List<HookGroup.State> wrong = new ArrayList<>();
        inUse.hooks().forEach((bridge, hooks) -> {
            Map<String, HookGroup.State> notInPlace = new LinkedHashMap<>(hooks);
            notInPlace.values().removeIf(state -> state == HookGroup.State.IN_PLACE);
            wrong.addAll(notInPlace.values());
            details.put(bridge, notInPlace.isEmpty() ? HookGroup.State.IN_PLACE : notInPlace);
        });
        String status = wrong.contains(HookGroup.State.MISSING) ? "DOWN" : wrong.isEmpty() ? "UP" : "UNKNOWN";
        return new HookHealth(status, details);
    }
}
