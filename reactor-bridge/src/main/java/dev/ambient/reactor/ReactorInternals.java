/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * All that the bridge asks of Reactor that is not public: an operator's own subscriber and its source, by
 * {@code subscribeOrReturn} and {@code source}, which operators of one source have had since 3.3. No hook is called between a
 * sink, or a class of a program's own, and the operator on it: only with that subscriber at hand can a boundary be put between
 * the two.
 */
final class ReactorInternals {

    /** Another in tests, to see what becomes of the rest where it is not there. */
    static volatile String method = "subscribeOrReturn";

    private final Class<?> operators;
    private final MethodHandle subscribeOrReturn;
    private final MethodHandle sourceOf;

    private ReactorInternals(Class<?> operators, MethodHandle subscribeOrReturn, MethodHandle sourceOf) {
        this.operators = operators;
        this.subscribeOrReturn = subscribeOrReturn;
        this.sourceOf = sourceOf;
    }

    /**
     * Found and tried out.
     *
     * @throws ReflectiveOperationException if this Reactor has no such method, or another one
     * @throws RuntimeException if this JVM does not let us, as where Reactor is a module that is closed
     */
    static ReactorInternals find() throws ReflectiveOperationException {
        String name = Flux.class.getPackageName() + ".OptimizableOperator";
        Class<?> operators = Class.forName(name, false, Flux.class.getClassLoader());
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(operators, MethodHandles.lookup());
        MethodHandle subscriber = lookup.findVirtual(
                operators, method, MethodType.methodType(CoreSubscriber.class, CoreSubscriber.class));
        MethodHandle source = lookup.findVirtual(operators, "source", MethodType.methodType(CorePublisher.class));
        ReactorInternals internals = new ReactorInternals(
                operators,
                subscriber.asType(
                        MethodType.methodType(CoreSubscriber.class, CorePublisher.class, CoreSubscriber.class)),
                source.asType(MethodType.methodType(CorePublisher.class, CorePublisher.class)));
        if (!internals.works()) {
            throw new NoSuchMethodException(name + "." + method + " gives no subscriber");
        }
        return internals;
    }

    private boolean works() {
        Flux<Object> operator = Flux.never().hide(); // made without assembly hooks
        CorePublisher<?> source = operator;
        while (hasSubscriber(source)) { // Reactor's debug agent puts operators of its own between
            source = sourceOf(source);
        }
        if (source == operator) {
            return false;
        }
        CoreSubscriber<Object> below = Operators.drainSubscriber();
        try {
            return subscriberOf(operator, below) instanceof Scannable above && above.scanUnsafe(Attr.ACTUAL) == below;
        } catch (Throwable e) {
            throw new IllegalStateException("Reactor's hide() gives no subscriber", e);
        }
    }

    /** Whether it is an operator of Reactor's own that has one source. */
    boolean hasSubscriber(Object publisher) {
        return operators.isInstance(publisher);
    }

    /**
     * Subscribes to an operator, which subscribes to another source than it was made with. Some subscribe by themselves, and
     * so to the one that they know.
     */
    void subscribe(CorePublisher<?> operator, CorePublisher<Object> source, CoreSubscriber<?> actual) {
        CoreSubscriber<?> subscriber = actual;
        try {
            subscriber = subscriberOf(operator, actual);
            if (subscriber != null) {
                @SuppressWarnings("unchecked") // it takes what its own source emits
                CoreSubscriber<Object> above = (CoreSubscriber<Object>) subscriber;
                source.subscribe(above);
            }
        } catch (Throwable e) { // as Reactor's operators do
            Operators.reportThrowInSubscribe(subscriber == null ? actual : subscriber, e);
        }
    }

    /** The source that an operator was made with. Not all say so when they are scanned. */
    CorePublisher<?> sourceOf(CorePublisher<?> operator) {
        try {
            return (CorePublisher<?>) sourceOf.invokeExact(operator);
        } catch (Throwable e) {
            throw Exceptions.propagate(e);
        }
    }

    private @Nullable CoreSubscriber<?> subscriberOf(CorePublisher<?> operator, CoreSubscriber<?> actual)
            throws Throwable {
        return (CoreSubscriber<?>) subscribeOrReturn.invokeExact(operator, actual);
    }
}
