/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.survival.Place;
import dev.ambient.survival.Tally;
import dev.ambient.survival.Verdict;
import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Whether other libraries' hooks are still there when a candidate has come and gone. */
final class HookCheck {

    private final RxCarrier carrier;
    private final Tally tally;

    private HookCheck(RxCarrier carrier, Tally tally) {
        this.carrier = carrier;
        this.tally = tally;
    }

    static void run(RxCarrier carrier, Tally tally) {
        HookCheck check = new HookCheck(carrier, tally);
        Arrays.stream(RxJavaPlugins.class.getMethods())
                .filter(method -> method.getName().matches("set(On\\w+(Assembly|Subscribe)|ScheduleHandler)"))
                .forEach(check::look);
    }

    private void look(Method setter) {
        Object earlier = hook(setter);
        set(setter, earlier);
        carrier.install().close();
        expect(setter, earlier, "put in place before");
        RxJavaPlugins.reset();
        Registration installed = carrier.install();
        Object later = hook(setter);
        set(setter, later);
        installed.close();
        expect(setter, later, "put in place after");
        RxJavaPlugins.reset();
    }

    /** Of another library, which changes nothing. */
    private static Object hook(Method setter) {
        return setter.getParameterTypes()[0] == BiFunction.class
                ? (BiFunction<Object, Object, Object>) (source, observer) -> observer
                : (Function<Object, Object>) argument -> argument;
    }

    private void expect(Method setter, Object hook, String when) {
        if (get(setter) != hook) {
            String name = "RxJavaPlugins." + setter.getName();
            tally.fault(
                    new Place(name, Set.of(), Map.of(), "a hook of someone else"),
                    Verdict.HOOK,
                    when + ", and gone when the candidate is removed");
        }
    }

    private static void set(Method setter, Object hook) {
        call(setter, hook);
    }

    private static Object get(Method setter) {
        try {
            return call(RxJavaPlugins.class.getMethod(setter.getName().replaceFirst("set", "get")));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
