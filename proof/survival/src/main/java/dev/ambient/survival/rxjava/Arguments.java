/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Planned;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.DisposableContainer;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is given, made from the types of its parameters: flows, numbers, and functions with a probe that return
 * what their type says.
 */
final class Arguments {

    private final Probe p;
    private final Method method;
    private boolean needsSource;

    /** @param method whose parameters they are */
    Arguments(Probe p, Method method) {
        this.p = p;
        this.method = method;
        this.needsSource = java.lang.reflect.Modifier.isStatic(method.getModifiers());
    }

    @Nullable
    Object[] make() {
        Type[] types = method.getGenericParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = one(types[i], i + 1);
        }
        return arguments;
    }

    private Object one(Type type, int position) {
        Class<?> raw = Types.raw(type);
        Kind<?> kind = Kinds.of(raw);
        if (kind != null) {
            return flow(kind, Types.argument(type, 0));
        }
        if (raw.isArray()) {
            return array(type, position);
        }
        if (raw == int.class) {
            return number();
        }
        if (raw == long.class) {
            return hasUnit() ? 300L : 2L;
        }
        if (raw == boolean.class) {
            return p.either();
        }
        if (raw == TimeUnit.class) {
            return method.getName().matches("replay|fromFuture") ? TimeUnit.SECONDS : TimeUnit.MICROSECONDS;
        }
        if (raw == Scheduler.class) {
            return p.scheduler();
        }
        if (raw == Class.class) {
            return Integer.class;
        }
        if (Throwable.class.isAssignableFrom(raw)) {
            return new Planned();
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[2]; // BUFFER, DROP_LATEST, SKIP
        }
        if (raw == Iterable.class) {
            return iterable(Types.argument(type, 0), position);
        }
        if (raw == Stream.class) {
            return Stream.of(1, 2);
        }
        if (raw == Optional.class) {
            return Optional.of(1);
        }
        if (raw == DisposableContainer.class) {
            return new CompositeDisposable();
        }
        if (raw == Collector.class) {
            return collector(position);
        }
        if (raw.isAssignableFrom(CompletableFuture.class) && raw != Object.class) {
            Object future = future();
            return future;
        }
        if (raw == Object.class) {
            return 1;
        }
        if (raw.isAssignableFrom(End.class)) {
            return p.row().is(Row.Trait.SUBSCRIBES) ? p.end(p) : p.onlooker();
        }
        if (Types.abstractMethods(raw).size() == 1) {
            return new Callback(p, type, position + ". " + raw.getSimpleName()).asArgument();
        }
        throw new IllegalStateException("No argument is known for " + type + " of " + method);
    }

    /** A prefetch, most often, and then so small that more has to be requested. */
    private int number() {
        if (method.getDeclaringClass().getSimpleName().startsWith("Connectable")) {
            return p.subscribers();
        }
        return method.getName().equals("sequenceEqual")
                ? 16
                : 2; // it hangs if the other is at its end before it asks for more
    }

    private boolean hasUnit() {
        return List.of(method.getParameterTypes()).contains(TimeUnit.class);
    }

    /** The first of an operator that has none before it is the source. */
    private Object flow(Kind<?> kind, Type item) {
        Kind<?> inner = Kinds.of(Types.raw(item));
        if (method.getName().equals("unsafeCreate")) {
            return p.foreignSource(kind);
        }
        if (inner != null) {
            return flowOfFlows(kind, inner);
        }
        if (needsSource) {
            needsSource = false;
            return p.source(kind);
        }
        return p.inner(kind);
    }

    private <F> Object flowOfFlows(Kind<F> kind, Kind<?> inner) {
        return kind.map(p.source(kind), item -> p.inner(inner));
    }

    private Object array(Type type, int position) {
        Type component = Types.component(type);
        Object[] two = (Object[]) java.lang.reflect.Array.newInstance(Types.raw(component), 2);
        Arrays.setAll(two, i -> one(component, position));
        return two;
    }

    private Iterable<?> iterable(Type item, int position) {
        if (Kinds.of(Types.raw(item)) != null) {
            return List.of(one(item, position), one(item, position));
        }
        String name = position + ". Iterable";
        return () -> {
            p.at(name);
            return Stream.<Object>of(1, 2).map(each -> p.at(name, each)).iterator();
        };
    }

    private Collector<Object, List<Object>, Object> collector(int position) {
        String name = position + ". Collector";
        return Collector.of(
                () -> p.at(name, new ArrayList<>()),
                (all, item) -> p.at(name),
                (all, more) -> p.at(name, all),
                all -> p.at(name, all));
    }

    private CompletableFuture<Object> future() {
        CompletableFuture<Object> future = new CompletableFuture<>();
        if (p.isByCaller()) {
            future.complete(1);
        } else {
            p.onBusyThread(() -> future.complete(1));
        }
        return future;
    }

    /** What a function returns. */
    static @Nullable Object result(Probe p, Type type, Object[] given, int call) {
        Class<?> raw = Types.raw(type);
        Kind<?> kind = Kinds.of(raw);
        if (given.length == 1 && given[0] instanceof ParallelFlowable<?> rails) {
            return rails.doOnNext(item -> p.at("in the function's rail"));
        }
        Object flow = Arrays.stream(given)
                .filter(each -> Kinds.of(each.getClass()) != null)
                .findFirst()
                .orElse(null);
        if (flow != null && (kind != null || raw == Object.class)) {
            return passed(p, flow);
        }
        if (kind != null) {
            return p.inner(kind);
        }
        if (raw == void.class) {
            return null;
        }
        if (raw == boolean.class) {
            return call <= 2 || p.row().operator().endsWith("forEachWhile");
        }
        if (raw == int.class) {
            return given[0] instanceof Integer a && given[1] instanceof Integer b ? a.compareTo(b) : 0;
        }
        if (raw == Iterable.class) {
            return List.of(1, 2);
        }
        if (raw == Stream.class) {
            return Stream.of(1, 2);
        }
        if (raw == Optional.class) {
            return Optional.of(1);
        }
        if (raw == Notification.class) {
            return Notification.createOnNext(1);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new ConcurrentHashMap<>();
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new ArrayList<>();
        }
        if (Throwable.class.isAssignableFrom(raw)) {
            return new Planned();
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[2];
        }
        if (raw == Object.class) {
            return given.length > 0 && given[0] instanceof Integer ? given[0] : (Object) 1;
        }
        if (given.length == 1 && raw.isInstance(given[0])) {
            return given[0]; // lift and compose
        }
        throw new IllegalStateException("No result is known for " + type);
    }

    private static <F> Object passed(Probe p, Object flow) {
        @SuppressWarnings("unchecked") // it is of its own kind
        Kind<F> kind = (Kind<F>) Kinds.of(flow.getClass());
        if (kind == null) {
            throw new IllegalStateException("no flow: " + flow);
        }
        return kind.watched(kind.type().cast(flow), p, "in the function's flow");
    }
}
