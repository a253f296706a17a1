/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CorePublisher;
import reactor.core.Exceptions;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * Makes an operator that asks the program for a source once more: of the same class, with a function that puts the boundary that is
 * needed below the program's source.
 *
 * <p>Reactor calls no hook for the sources that {@code Mono.flatMap}, {@code Mono.defer} and {@code Mono.deferContextual} ask for. One may
 * be a sink or a publisher of the program's own, so without this each of these operators needs a boundary below it. With it, only such a
 * source does, and there are few.
 *
 * <p>Neither the function nor the constructor of an operator is public. If this Reactor has others, or this JVM does not allow access,
 * operators stay as they are and have their boundary.
 */
final class RemadeOperators {

    /** Null if the operators cannot be made. A constant record, so that a compiler calls its handles directly. */
    private static final @Nullable Internals INTERNALS = find();

    private RemadeOperators() {}

    /** Returns whether operators can be made. */
    static boolean canBeMade() {
        return INTERNALS != null;
    }

    /**
     * Returns the row of an operator that has sources no hook is called for. It depends on whether it was made here. That shows in the class
     * of its part: to test most functions for an interface takes long (JDK-8180450).
     */
    static KnownOperators rowOf(Object operator, KnownOperators known) {
        if (INTERNALS == null) {
            return known;
        }
        Class<?> part = INTERNALS.partOf(operator, known).getClass();
        return part == BridgedMapper.class || part == BridgedSupplier.class || part == CorePublisher[].class
                ? rowOfRemade(known)
                : known;
    }

    /** Returns the row of an operator that was made here in place of one of a given row. */
    static KnownOperators rowOfRemade(KnownOperators known) {
        return switch (known) {
            case MONO_FLAT_MAP -> KnownOperators.ASKING;
            case MONO_IGNORE_THEN -> KnownOperators.COMBINING;
            case MONO_IGNORE_THEN_MAIN -> KnownOperators.IN_TURN;
            default -> KnownOperators.CALLING_SOURCE;
        };
    }

    /** Returns the operator that takes the place of another. Called only where operators can be made. */
    static Object of(Object operator, KnownOperators known) {
        if (INTERNALS == null) {
            return operator;
        }
        Object part = INTERNALS.partOf(operator, known);
        return switch (known) {
            case MONO_FLAT_MAP ->
                INTERNALS.flatMap((Mono<?>) sourceOf(operator), new BridgedMapper((Function<?, ?>) part));
            case MONO_DEFER -> INTERNALS.defer(new BridgedSupplier((Supplier<?>) part));
            case MONO_DEFER_CONTEXTUAL -> INTERNALS.deferContextual(new BridgedMapper((Function<?, ?>) part));
            default -> ignoreThen(INTERNALS, (Publisher<?>[]) part, operator);
        };
    }

    /**
     * The operator that ignores all sources but the last. That its sources have what they need shows in the type of the array.
     *
     * <p>It calls a callable as it is, in the context that the source before has left. So that source has a boundary of its own. There is none
     * before the first source, so an operator that begins with a callable stays as it is.
     */
    private static Object ignoreThen(Internals internals, Publisher<?>[] ignored, Object operator) {
        CorePublisher<?> last = internals.lastOf(operator);
        Object bridgedLast = ReactorHooks.bridgedInTurn(last, false);
        boolean isCallNext = isCall(last, false);
        CorePublisher<?>[] bridged = new CorePublisher<?>[ignored.length];
        for (int i = ignored.length - 1; i >= 0; i--) {
            bridged[i] = ReactorHooks.bridgedInTurn(ignored[i], isCallNext);
            isCallNext = isCall(ignored[i], isCallNext);
        }
        return isCallNext ? operator : internals.ignoreThen(bridged, (Mono<?>) bridgedLast);
    }

    /** Returns whether the program is called, and no source subscribed, when it is the turn of a source. The next one follows a value. */
    private static boolean isCall(Publisher<?> source, boolean isCallNext) {
        return source instanceof Callable && (isCallNext || KnownOperators.of(source) != KnownOperators.VALUE);
    }

    private static CorePublisher<?> sourceOf(Object flatMap) {
        return (CorePublisher<?>) Objects.requireNonNull(((MonoOperator<?, ?>) flatMap).scanUnsafe(Attr.PARENT));
    }

    private static @Nullable Internals find() {
        try {
            Internals internals = Internals.of();
            return internals.work() ? internals : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    private record BridgedMapper(Function<?, ?> mapper) implements Function<Object, Object> {

        @Override
        @SuppressWarnings("unchecked") // it takes what the operator's own function takes
        public @Nullable Object apply(Object item) {
            return ReactorHooks.bridgedInner(((Function<Object, ?>) mapper).apply(item));
        }
    }

    private record BridgedSupplier(Supplier<?> supplier) implements Supplier<@Nullable Object> {

        @Override
        public @Nullable Object get() {
            return ReactorHooks.bridgedInner(supplier.get());
        }
    }

    /** Reads functions from operators and makes operators. */
    private record Internals(
            MethodHandle mapper,
            MethodHandle flatMap,
            MethodHandle supplier,
            MethodHandle defer,
            MethodHandle factory,
            MethodHandle deferContextual,
            MethodHandle ignored,
            MethodHandle ignoredByMain,
            MethodHandle last,
            MethodHandle ignoreThen) {

        static Internals of() throws ReflectiveOperationException {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Mono.class, MethodHandles.lookup());
            Class<?> flatMap = publisher(lookup, "MonoFlatMap");
            Class<?> defer = publisher(lookup, "MonoDefer");
            Class<?> contextual = publisher(lookup, "MonoDeferContextual");
            Class<?> ignoreThen = publisher(lookup, "MonoIgnoreThen");
            Class<?> ignoreThenMain = publisher(lookup, "MonoIgnoreThen$ThenIgnoreMain");
            return new Internals(
                    getter(lookup, flatMap, "mapper", Function.class),
                    constructor(lookup, flatMap, Mono.class, Function.class),
                    getter(lookup, defer, "supplier", Supplier.class),
                    constructor(lookup, defer, Supplier.class),
                    getter(lookup, contextual, "contextualMonoFactory", Function.class),
                    constructor(lookup, contextual, Function.class),
                    getter(lookup, ignoreThen, "ignore", Publisher[].class),
                    getter(lookup, ignoreThenMain, "ignoreMonos", Publisher[].class),
                    getter(lookup, ignoreThen, "last", Mono.class),
                    constructor(lookup, ignoreThen, Publisher[].class, Mono.class));
        }

        private static Class<?> publisher(MethodHandles.Lookup lookup, String name)
                throws ReflectiveOperationException {
            return lookup.findClass(Mono.class.getPackageName() + "." + name);
        }

        private static MethodHandle getter(MethodHandles.Lookup lookup, Class<?> operator, String field, Class<?> type)
                throws ReflectiveOperationException {
            return lookup.findGetter(operator, field, type).asType(MethodType.methodType(Object.class, Object.class));
        }

        private static MethodHandle constructor(MethodHandles.Lookup lookup, Class<?> operator, Class<?>... types)
                throws ReflectiveOperationException {
            return lookup.findConstructor(operator, MethodType.methodType(void.class, types))
                    .asType(MethodType.methodType(Object.class, types));
        }

        /** Returns whether the operators ask the functions that they are made with. */
        boolean work() {
            Mono<?> none = Mono.empty();
            Function<Object, Object> answer = any -> none;
            Supplier<Object> supplied = () -> none;
            Publisher<?>[] ignored = {none};
            Object then = ignoreThen(ignored, none);
            return partOf(flatMap(none, answer), KnownOperators.MONO_FLAT_MAP) == answer
                    && partOf(then, KnownOperators.MONO_IGNORE_THEN) == ignored
                    && lastOf(then) == none
                    && partOf(defer(supplied), KnownOperators.MONO_DEFER) == supplied
                    && partOf(deferContextual(answer), KnownOperators.MONO_DEFER_CONTEXTUAL) == answer;
        }

        /** Returns the function of an operator, or its sources. */
        Object partOf(Object operator, KnownOperators known) {
            try {
                return switch (known) {
                    case MONO_FLAT_MAP -> mapper.invokeExact(operator);
                    case MONO_DEFER -> supplier.invokeExact(operator);
                    case MONO_IGNORE_THEN_MAIN -> ignoredByMain.invokeExact(operator);
                    case MONO_DEFER_CONTEXTUAL -> factory.invokeExact(operator);
                    default -> ignored.invokeExact(operator);
                };
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }

        Object flatMap(Mono<?> source, Function<?, ?> function) {
            try {
                return flatMap.invokeExact(source, function);
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }

        Object defer(Supplier<?> function) {
            try {
                return defer.invokeExact(function);
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }

        Object deferContextual(Function<?, ?> function) {
            try {
                return deferContextual.invokeExact(function);
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }

        CorePublisher<?> lastOf(Object operator) {
            try {
                return (CorePublisher<?>) (Object) last.invokeExact(operator);
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }

        Object ignoreThen(Publisher<?>[] sources, Mono<?> lastSource) {
            try {
                return ignoreThen.invokeExact(sources, lastSource);
            } catch (Throwable e) {
                throw Exceptions.propagate(e);
            }
        }
    }
}
