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
 * All that the bridge asks of Reactor that is not public: an operator's own subscriber, by {@code subscribeOrReturn}, which
 * operators of one source have had since 3.3. No hook is called between a sink, or a class of a program's own, and the
 * operator on it: only with that subscriber at hand can a boundary be put between the two.
 */
final class ReactorInternals {

    /** Another in tests, to see what becomes of the rest where it is not there. */
    static volatile String method = "subscribeOrReturn";

    private final Class<?> operators;
    private final MethodHandle subscribeOrReturn;

    private ReactorInternals(Class<?> operators, MethodHandle subscribeOrReturn) {
        this.operators = operators;
        this.subscribeOrReturn = subscribeOrReturn;
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
        MethodHandle found = MethodHandles.privateLookupIn(operators, MethodHandles.lookup())
                .findVirtual(operators, method, MethodType.methodType(CoreSubscriber.class, CoreSubscriber.class))
                .asType(MethodType.methodType(CoreSubscriber.class, CorePublisher.class, CoreSubscriber.class));
        ReactorInternals internals = new ReactorInternals(operators, found);
        if (!internals.works()) {
            throw new NoSuchMethodException(name + "." + method + " gives no subscriber");
        }
        return internals;
    }

    private boolean works() {
        Flux<Object> operator = Flux.never().hide(); // made without assembly hooks
        CoreSubscriber<Object> below = Operators.drainSubscriber();
        CoreSubscriber<?> above = hasSubscriber(operator) ? subscriberOf(operator, below) : null;
        return above instanceof Scannable scannable && scannable.scanUnsafe(Attr.ACTUAL) == below;
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

    private @Nullable CoreSubscriber<?> subscriberOf(CorePublisher<?> operator, CoreSubscriber<?> actual) {
        try {
            return (CoreSubscriber<?>) subscribeOrReturn.invokeExact(operator, actual);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Exceptions.propagate(e);
        }
    }
}
