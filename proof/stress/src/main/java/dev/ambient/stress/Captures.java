/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;

/** What the tests of the registry have in common. */
final class Captures {

    private static final Ambient<String> KEY = Ambient.named("key");
    private static final Foreign STEADY = new Foreign("steady");

    private Captures() {}

    /** Registers a thread-local that stays, behind those that are registered already. */
    static void registerSteady() {
        AmbientRegistry.global().register(STEADY);
    }

    /** Captures each thread-local with its name in it, changes them, and shows what work then sees and what is left. */
    static String captureAndRun(Foreign first, Foreign second) {
        String text;
        try {
            STEADY.setValue(STEADY.key());
            first.setValue(first.key());
            second.setValue(second.key());
            AmbientContext captured = Ambient.where(KEY, "value").call(() -> {
                AmbientContext.capture();
                return AmbientContext.capture(); // may be the same, if nothing came or went
            });
            STEADY.setValue("own");
            first.setValue("own");
            second.setValue("own");
            text = captured.call(() -> show(first, second)) + " then " + show(first, second);
        } catch (RuntimeException e) {
            text = e.toString();
        }
        STEADY.setValue();
        first.setValue();
        second.setValue();
        return text + Problems.take();
    }

    private static String show(Foreign first, Foreign second) {
        return STEADY.getValue() + " " + first.getValue() + " " + second.getValue();
    }
}
