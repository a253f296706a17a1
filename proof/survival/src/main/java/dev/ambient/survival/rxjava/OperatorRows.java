/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.Connector.FIRST;
import static dev.ambient.survival.rxjava.Row.Connector.LAST;

import dev.ambient.survival.rxjava.Row.Connector;
import dev.ambient.survival.rxjava.Row.Trait;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.observables.ConnectableObservable;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row for each public method, its overloads too. What its signature does not say is in the patterns here. */
final class OperatorRows {

    private static final Pattern SUBSCRIBES = Pattern.compile(
            "subscribe|subscribeWith|safeSubscribe|blocking.*|forEach|forEachWhile|test|toFuture|toCompletionStage|.*Stage|.*StageOr.*");
    /** Clocks, and whoever comes first. */
    private static final Pattern RACES = Pattern.compile(
            "amb.*|buffer|combineLatest.*|debounce|delaySubscription|groupJoin|interval.*|join|limit|repeat.*|sample|sequenceEqual"
                    + "|skip|skipLast|skipUntil|switch.*|take|takeLast|takeUntil|test|throttle.*|timeout|timer|window|withLatestFrom|zip.*"
                    + "|onBackpressure.*|mergeArray|mergeWith|mergeDelayError|concatEager.*|blockingAwait|blockingLatest|blockingNext|blockingMostRecent");

    private static final Pattern TRIES_AGAIN = Pattern.compile("retry.*");
    private static final Pattern ENDLESS = Pattern.compile("repeat.*|interval.*|never");
    /** Those that have been seen to; not {@code buffer} without a time, nor what lets its timer go. */
    private static final Pattern KEEPS_A_TIMER =
            Pattern.compile("(buffer|window|throttle.*|sample|debounce|timeout)\\(.*long, TimeUnit.*");

    private static final Pattern MAY_HANG = Pattern.compile("Flowable\\.timeout\\((Publisher|long), .*, Publisher\\)");
    private static final Pattern SHARES_FOR_FIRST = Pattern.compile("share|cache.*");
    /** What is made by hand, or is not for this. */
    private static final Pattern BY_HAND = Pattern.compile("Connectable(Flowable|Observable)\\.(connect|reset)");

    private OperatorRows() {}

    static Stream<Row> rows() {
        return Operators.FLOWS.stream()
                .flatMap(Operators::methods)
                .filter(method -> !BY_HAND.matcher(Operators.name(method)).matches())
                .map(OperatorRows::row);
    }

    private static Row row(Method method) {
        String name = Operators.name(method) + parameters(method);
        Set<Trait> traits = traits(method);
        Connector connector = connector(method);
        return new Row(name, Set.of(), traits, connector, p -> {
            Object target =
                    Modifier.isStatic(method.getModifiers()) ? null : target(method.getDeclaringClass(), p, traits);
            if (traits.contains(Trait.SUBSCRIBES)) {
                return (Runnable) () -> consume(invoke(method, target, p), p);
            }
            return flow(invoke(method, target, p), p, traits);
        });
    }

    private static String parameters(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Set<Trait> traits(Method method) {
        EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
        add(traits, Trait.SUBSCRIBES, SUBSCRIBES.matcher(method.getName()).matches() && !isFlow(method));
        add(traits, Trait.RACES, RACES.matcher(method.getName()).matches());
        add(traits, Trait.TRIES_AGAIN, TRIES_AGAIN.matcher(method.getName()).matches());
        add(
                traits,
                Trait.KEEPS_A_TIMER,
                KEEPS_A_TIMER.matcher(method.getName() + parameters(method)).matches());
        add(
                traits,
                Trait.MAY_HANG,
                MAY_HANG.matcher(Operators.name(method) + parameters(method)).matches());
        add(traits, Trait.LOSES_REQUESTS, "Flowable.takeLast(int)".equals(Operators.name(method) + parameters(method)));
        add(traits, Trait.OVERFLOWS, method.getName().startsWith("onBackpressure"));
        add(traits, Trait.ENDLESS, ENDLESS.matcher(method.getName()).matches());
        add(
                traits,
                Trait.INNER_FLOWS,
                Arrays.stream(method.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .anyMatch(type -> type.contains("Publisher") || type.contains("Source")));
        add(
                traits,
                Trait.NESTED,
                method.getName().equals("groupJoin")
                        || Kinds.of(Types.raw(Types.argument(method.getGenericReturnType(), 0))) != null);
        return traits;
    }

    private static void add(Set<Trait> traits, Trait trait, boolean has) {
        if (has) {
            traits.add(trait);
        }
    }

    private static boolean isFlow(Method method) {
        return Kinds.of(method.getReturnType()) != null || method.getReturnType() == ParallelFlowable.class;
    }

    private static @Nullable Connector connector(Method method) {
        Class<?> type = method.getDeclaringClass();
        if (isConnectable(type)) {
            return Arrays.asList(method.getParameterTypes()).contains(int.class) ? LAST : FIRST;
        }
        if (isConnectable(method.getReturnType())) {
            return LAST;
        }
        return SHARES_FOR_FIRST.matcher(method.getName()).matches() ? FIRST : null;
    }

    private static boolean isConnectable(Class<?> type) {
        return type == ConnectableFlowable.class || type == ConnectableObservable.class;
    }

    private static Object target(Class<?> type, Probe p, Set<Trait> traits) {
        if (type == ParallelFlowable.class) {
            return p.source(Kinds.FLOWABLE).parallel(2).runOn(p.scheduler());
        }
        if (type == ConnectableFlowable.class) {
            return p.source(Kinds.FLOWABLE).publish();
        }
        if (type == ConnectableObservable.class) {
            return p.source(Kinds.OBSERVABLE).publish();
        }
        Kind<?> kind = Kinds.of(type);
        if (kind == null) {
            throw new IllegalStateException("no kind of " + type);
        }
        return traits.contains(Trait.SUBSCRIBES) ? watched(kind, p) : p.source(kind);
    }

    private static <F> F watched(Kind<F> kind, Probe p) {
        return kind.watched(p.source(kind), p, "below");
    }

    private static @Nullable Object invoke(Method method, @Nullable Object target, Probe p) {
        try {
            return method.invoke(target, new Arguments(p, method).make());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(method.toString(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object flow(@Nullable Object made, Probe p, Set<Trait> traits) {
        Object flow = made;
        if (flow instanceof ParallelFlowable<?> rails) {
            flow = rails.doOnNext(item -> p.at("in the rail")).sequential();
        } else if (flow instanceof ConnectableFlowable<?> shared) {
            flow = shared.autoConnect(p.subscribers());
        } else if (flow instanceof ConnectableObservable<?> shared) {
            flow = shared.autoConnect(p.subscribers());
        }
        if (flow == null) {
            throw new IllegalStateException("no flow");
        }
        Kind<?> kind = Kinds.of(flow.getClass());
        return kind == null ? flow : finished(kind, flow, p, traits);
    }

    /** Asks for one item after the other, and not at once. */
    private static Flowable<?> slowed(Flowable<?> flow, Probe p) {
        Flowable<Long> clock = Flowable.interval(Probe.MOMENT, TimeUnit.NANOSECONDS, p.scheduler())
                .take(10);
        return flow.zipWith(clock, (item, tick) -> item, false, 1);
    }

    private static <F> Object finished(Kind<F> kind, Object made, Probe p, Set<Trait> traits) {
        F flow = kind.type().cast(made);
        if (traits.contains(Trait.NESTED)) {
            flow = kind.flattened(flow, p);
        }
        if (traits.contains(Trait.OVERFLOWS) && flow instanceof Flowable<?> flowable) {
            return slowed(flowable, p);
        }
        return traits.contains(Trait.ENDLESS) ? kind.limited(flow, p.scheduler()) : flow;
    }

    /** Some block only then. */
    private static void consume(@Nullable Object result, Probe p) {
        if (result instanceof Iterable<?> items) {
            items.forEach(item -> p.at("forEach"));
        } else if (result instanceof java.util.stream.Stream<?> items) {
            items.forEach(item -> p.at("forEach"));
        }
    }
}
