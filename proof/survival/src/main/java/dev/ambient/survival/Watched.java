/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

/** Reactor's hooks for what is dropped and for errors of operators, which are the program's: one flow is looked at, at a time. */
final class Watched {

    private static volatile @Nullable Supplier<List<Seen>> flow;

    private Watched() {}

    /** Late signals of flows that were cancelled or failed are part of the game. */
    static Registration install() {
        Hooks.onNextDropped(item -> look("hook: onNextDropped"));
        Hooks.onErrorDropped(failure -> look("hook: onErrorDropped"));
        Hooks.onOperatorError((failure, item) -> {
            look("hook: onOperatorError");
            return failure;
        });
        return () -> {
            flow = null;
            Hooks.resetOnNextDropped();
            Hooks.resetOnErrorDropped();
            Hooks.resetOnOperatorError();
        };
    }

    /** @param all the callbacks of the flow, or of all subscribers, at any time */
    static void now(Supplier<List<Seen>> all) {
        flow = all;
    }

    /** The hook is not told whose item it is. Of a shared source it may be that of any subscriber. */
    private static void look(String hook) {
        Supplier<List<Seen>> flow = Watched.flow;
        if (flow == null) {
            return;
        }
        List<Seen> all = flow.get();
        String value = all.get(0).carrier().read();
        if (value != null && !value.equals(Probe.OTHER) && all.stream().noneMatch(Seen::seesItsOwn)) {
            return; // nobody in this cell has it: it is dropped by a flow of an earlier one, which has
        }
        all.stream().filter(Seen::seesItsOwn).findFirst().orElse(all.get(0)).atMost(hook);
    }
}
