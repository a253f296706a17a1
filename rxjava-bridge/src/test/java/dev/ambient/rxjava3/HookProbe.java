/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

/**
 * Tells the bridge's probes from real calls. Once in a while the bridge calls what is in RxJava's slots, to see whether its hooks are
 * still called. A hook that was set after ours sees these calls, so a test that counts calls leaves them out.
 */
final class HookProbe {

    private HookProbe() {}

    /** Returns whether this is called by a probe. */
    static boolean isOn() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(HookSwitch.class.getName())
                        && frame.getMethodName().equals("isReachedBy")));
    }
}
