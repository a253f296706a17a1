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
 * The only use of Reactor's internals: an operator's own subscriber and its source. They come from the methods
 * {@code subscribeOrReturn} and {@code source}, which operators with one source have had since Reactor 3.3.
 *
 * <p>Reactor calls no hook between an operator and a source that is a sink or a class of the program's own. To put a boundary between
 * the two, the bridge needs the operator's subscriber.
 */
final class ReactorInternals {

    /** The name of the method. Tests change it, to see what happens on a Reactor that does not have the method. */
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
     * Finds the methods and tries them out.
     *
     * @throws ReflectiveOperationException if this Reactor does not have them, or they do something else
     * @throws RuntimeException if this JVM does not allow access, as where Reactor is a closed module
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
            throw new NoSuchMethodException(name + "." + method + " returns no subscriber");
        }
        return internals;
    }

    private boolean works() {
        Flux<Object> operator = Flux.never().hide(); // made without assembly hooks
        CorePublisher<?> source = operator;
        while (hasOneSource(source)) { // Reactor's debug agent puts an operator of its own between
            source = sourceOf(source);
        }
        if (source == operator) {
            return false;
        }
        CoreSubscriber<Object> below = Operators.drainSubscriber();
        try {
            return subscriberOf(operator, below) instanceof Scannable above && above.scanUnsafe(Attr.ACTUAL) == below;
        } catch (Throwable e) {
            throw new IllegalStateException("Reactor's hide() returns no subscriber", e);
        }
    }

    /** Returns whether a publisher is an operator of Reactor's that has one source. */
    boolean hasOneSource(Object publisher) {
        return operators.isInstance(publisher);
    }

    /**
     * Subscribes to an operator in such a way that it subscribes to another source than the one it was made with. Some operators subscribe
     * themselves, and so to their own source.
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

    /** Returns the source that an operator was made with. Not all operators tell it when they are scanned. */
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
