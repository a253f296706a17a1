/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Another library with well-behaved hooks in RxJava. Each calls the previous one. When the library is removed, each restores the previous
 * hook if it is still the one in the slot, and otherwise passes everything on. The library counts the calls of each hook.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
final class Library {

    /** One of RxJava's slots. */
    private record Slot<F>(String name, Supplier<F> get, Consumer<F> set) {}

    private static final List<Slot<Function>> ONE_ARGUMENT = List.of(
            new Slot<>("task", RxJavaPlugins::getScheduleHandler, RxJavaPlugins::setScheduleHandler),
            new Slot<>(
                    "assembled Flowable", RxJavaPlugins::getOnFlowableAssembly, RxJavaPlugins::setOnFlowableAssembly),
            new Slot<>(
                    "assembled Observable",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly),
            new Slot<>("assembled Single", RxJavaPlugins::getOnSingleAssembly, RxJavaPlugins::setOnSingleAssembly),
            new Slot<>("assembled Maybe", RxJavaPlugins::getOnMaybeAssembly, RxJavaPlugins::setOnMaybeAssembly),
            new Slot<>(
                    "assembled Completable",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly),
            new Slot<>(
                    "assembled ConnectableFlowable",
                    RxJavaPlugins::getOnConnectableFlowableAssembly,
                    RxJavaPlugins::setOnConnectableFlowableAssembly),
            new Slot<>(
                    "assembled ConnectableObservable",
                    RxJavaPlugins::getOnConnectableObservableAssembly,
                    RxJavaPlugins::setOnConnectableObservableAssembly),
            new Slot<>(
                    "assembled ParallelFlowable",
                    RxJavaPlugins::getOnParallelAssembly,
                    RxJavaPlugins::setOnParallelAssembly));

    private static final List<Slot<BiFunction>> TWO_ARGUMENTS = List.of(
            new Slot<>("Flowable", RxJavaPlugins::getOnFlowableSubscribe, f -> RxJavaPlugins.setOnFlowableSubscribe(f)),
            new Slot<>(
                    "Observable",
                    RxJavaPlugins::getOnObservableSubscribe,
                    f -> RxJavaPlugins.setOnObservableSubscribe(f)),
            new Slot<>("Single", RxJavaPlugins::getOnSingleSubscribe, f -> RxJavaPlugins.setOnSingleSubscribe(f)),
            new Slot<>("Maybe", RxJavaPlugins::getOnMaybeSubscribe, f -> RxJavaPlugins.setOnMaybeSubscribe(f)),
            new Slot<>(
                    "Completable",
                    RxJavaPlugins::getOnCompletableSubscribe,
                    f -> RxJavaPlugins.setOnCompletableSubscribe(f)),
            new Slot<>(
                    "ParallelFlowable",
                    RxJavaPlugins::getOnParallelSubscribe,
                    f -> RxJavaPlugins.setOnParallelSubscribe(f)));

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final List<Runnable> leaving = new ArrayList<>();
    private volatile boolean in;

    void install() {
        in = true;
        for (Slot<Function> slot : ONE_ARGUMENT) {
            Function previous = slot.get.get();
            Function hook = argument -> {
                count(slot.name);
                return previous == null ? argument : previous.apply(argument);
            };
            put(slot, previous, hook);
        }
        for (Slot<BiFunction> slot : TWO_ARGUMENTS) {
            BiFunction previous = slot.get.get();
            BiFunction hook = (source, observer) -> {
                // Our boundaries are operators too, so subscribing to one is counted by itself.
                if (!source.getClass().getName().contains("Boundary")) {
                    count(slot.name);
                }
                return previous == null ? observer : previous.apply(source, observer);
            };
            put(slot, previous, hook);
        }
    }

    private <F> void put(Slot<F> slot, F previous, F hook) {
        slot.set.accept(hook);
        leaving.add(() -> {
            if (slot.get.get() == hook) {
                slot.set.accept(previous);
            }
        });
    }

    private void count(String event) {
        if (in && !HookProbe.isOn()) {
            calls.merge(event, 1, Integer::sum);
        }
    }

    void leave() {
        in = false;
        leaving.forEach(Runnable::run);
        leaving.clear();
    }

    /** Returns how often each hook was called since the last call of this method. */
    Map<String, Integer> calls() {
        Map<String, Integer> since = new TreeMap<>(calls);
        calls.clear();
        return since;
    }

    /** Returns what is in all slots now; {@code null} for an empty slot. */
    static List<Object> slots() {
        List<Object> hooks = new ArrayList<>();
        ONE_ARGUMENT.forEach(slot -> hooks.add(slot.get.get()));
        TWO_ARGUMENTS.forEach(slot -> hooks.add(slot.get.get()));
        return hooks;
    }
}
