/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;

/** What a generic type says about what to make. */
final class Types {

    private Types() {}

    /** The class, or that of the bound. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> it) {
            return it;
        }
        if (type instanceof ParameterizedType it) {
            return raw(it.getRawType());
        }
        if (type instanceof GenericArrayType it) {
            return raw(it.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType it) {
            return raw(bound(it));
        }
        return raw(((TypeVariable<?>) type).getBounds()[0]);
    }

    private static Type bound(WildcardType type) {
        return type.getLowerBounds().length > 0 ? type.getLowerBounds()[0] : type.getUpperBounds()[0];
    }

    /** Of {@code Iterable<? extends T>} it is {@code T}. */
    static Type argument(Type type, int index) {
        if (type instanceof WildcardType it) {
            return argument(bound(it), index);
        }
        return type instanceof ParameterizedType it ? it.getActualTypeArguments()[index] : Object.class;
    }

    static Type component(Type type) {
        return type instanceof GenericArrayType it
                ? it.getGenericComponentType()
                : raw(type).getComponentType();
    }

    /** The one method of a functional interface. */
    static List<Method> abstractMethods(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
                methods.add(method);
            }
        }
        return methods;
    }

    private static boolean isOfObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** What a functional interface returns, with the arguments that the type gives it. */
    static Type returned(Type type, Method method) {
        if (type instanceof WildcardType it) {
            return returned(bound(it), method);
        }
        Type returned = method.getGenericReturnType();
        TypeVariable<?>[] parameters = raw(type).getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].equals(returned)) {
                return argument(type, i);
            }
        }
        return returned;
    }
}
