/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;
import reactor.core.publisher.Sinks;

/** What Reactor offers on the class path, by reflection, and which of that is no operator. */
final class Operators {

    private static final Map<String, String> NONE = new TreeMap<>(Map.ofEntries(
            Map.entry("Flux.getPrefetch", "a number"),
            Map.entry("Flux.toString", "a text"),
            Map.entry("GroupedFlux.key", "the key; the group itself is a row of Flux.groupBy"),
            Map.entry("Mono.toString", "a text"),
            Map.entry("ParallelFlux.getPrefetch", "a number"),
            Map.entry("ParallelFlux.parallelism", "a number"),
            Map.entry("ParallelFlux.toString", "a text"),
            Map.entry("Sinks.EmitFailureHandler.busyLooping", "makes what the emitter asks itself"),
            Map.entry("Sinks.EmitFailureHandler.onEmitFailure", "what the emitter asks itself, in no flow"),
            Map.entry("Sinks.Empty.currentSubscriberCount", "a number"),
            Map.entry("Sinks.Many.currentSubscriberCount", "a number")));

    private Operators() {}

    /** Every name of a public method, with its type's. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>();
        List<Class<?>> types =
                List.of(Flux.class, Mono.class, ParallelFlux.class, ConnectableFlux.class, GroupedFlux.class);
        types.forEach(type -> add(names, type));
        add(names, Sinks.class);
        for (Class<?> type : Sinks.class.getDeclaredClasses()) {
            if (Modifier.isPublic(type.getModifiers()) && type.isInterface()) {
                add(names, type);
            }
        }
        return names;
    }

    private static void add(Set<String> names, Class<?> type) {
        String prefix = type.getCanonicalName().substring(type.getPackageName().length() + 1);
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                names.add(prefix + "." + method.getName());
            }
        }
    }

    /** The names that are no operators, and what they are. */
    static Map<String, String> none() {
        return NONE;
    }
}
