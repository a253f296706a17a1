/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Emitter;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.core.MaybeEmitter;
import io.reactivex.rxjava3.core.ObservableEmitter;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A function of any functional interface: it looks, does with an emitter what is done with one, and returns something. */
final class Callback implements InvocationHandler {

    private final Probe p;
    private final Type type;
    private final String name;
    private final Emission emission;
    private final AtomicInteger calls = new AtomicInteger();

    Callback(Probe p, Type type, String name) {
        this.p = p;
        this.type = type;
        this.name = name;
        this.emission = p.emission();
        if (!name.endsWith("Transformer") && !name.endsWith("Converter")) {
            p.given(name); // those are called while the flow is assembled, for no flow
        }
    }

    Object asArgument() {
        Class<?> raw = Types.raw(type);
        return Proxy.newProxyInstance(Callback.class.getClassLoader(), new Class<?>[] {raw}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        if (method.getDeclaringClass() == Object.class || method.isDefault()) {
            return ofObject(proxy, method, given);
        }
        p.at(name);
        int call = calls.incrementAndGet();
        if (type.getTypeName().contains("Emitter") || type.getTypeName().contains("OnSubscribe")) {
            for (Object each : given) {
                emit(each, call);
            }
        }
        Type returned = Types.returned(type, method);
        if (method.getName().equals("getAsBoolean")) {
            return call > 2; // whether to stop
        }
        return Arguments.result(p, returned, given, call);
    }

    private Object ofObject(Object proxy, Method method, Object[] given) throws ReflectiveOperationException {
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> name;
            default -> throw new NoSuchMethodException(method.toString());
        };
    }

    /** An emitter of create is given the source's items; one of generate an item for each call. */
    private void emit(Object argument, int call) {
        if (argument instanceof FlowableEmitter<?> emitter) {
            emitter.setCancellable(() -> p.at("setCancellable"));
            emission.into(cast(emitter));
        } else if (argument instanceof ObservableEmitter<?> emitter) {
            emitter.setCancellable(() -> p.at("setCancellable"));
            emission.into(cast(emitter));
        } else if (argument instanceof SingleEmitter<?> emitter) {
            emitter.setCancellable(() -> p.at("setCancellable"));
            SingleEmitter<Object> to = cast(emitter);
            emission.once(() -> to.onSuccess(1), to::onError);
        } else if (argument instanceof MaybeEmitter<?> emitter) {
            emitter.setCancellable(() -> p.at("setCancellable"));
            MaybeEmitter<Object> to = cast(emitter);
            emission.once(() -> to.onSuccess(1), to::onError);
        } else if (argument instanceof CompletableEmitter emitter) {
            emitter.setCancellable(() -> p.at("setCancellable"));
            emission.once(emitter::onComplete, emitter::onError);
        } else if (argument instanceof Emitter<?> emitter) {
            Emitter<Object> to = cast(emitter);
            if (call < 3) {
                to.onNext(call);
            } else {
                to.onComplete();
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an emitter takes all items here
    private static <E> E cast(Object emitter) {
        return (E) emitter;
    }
}
