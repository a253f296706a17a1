/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.commons.support.conversion.ConversionException;
import org.junit.platform.commons.support.conversion.ConversionSupport;

/** Finds the keys that {@link WithAmbient} names in static fields, and converts their values. */
final class KeyResolver {

    private KeyResolver() {}

    /** Returns a context with the values that the annotations of a test give. */
    static AmbientContext contextOf(ExtensionContext test) {
        AmbientContext context = AmbientContext.empty();
        List<Class<?>> classes = TestSettings.classes(test);
        List<AnnotatedElement> nearestFirst =
                TestSettings.annotatedElements(test).collect(Collectors.toList());
        for (int i = nearestFirst.size() - 1; i >= 0; i--) {
            AnnotatedElement element = nearestFirst.get(i);
            for (WithAmbient with : AnnotationSupport.findRepeatableAnnotations(element, WithAmbient.class)) {
                context = with(context, with, new Place(with, element), classes);
            }
        }
        return context;
    }

    @SuppressWarnings("unchecked") // converted to the type of the key
    private static AmbientContext with(
            AmbientContext context, WithAmbient with, Place place, List<Class<?>> testClasses) {
        List<Class<?>> classes = with.in() == void.class ? testClasses : List.of(with.in());
        Map<Ambient<?>, Field> keys = in(classes);
        List<Map.Entry<Ambient<?>, Field>> named = keys.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(with.name()))
                .toList();
        if (named.size() != 1) {
            throw place.error(named.isEmpty() ? none(classes, keys) : several(named));
        }
        Ambient<Object> key = (Ambient<Object>) named.get(0).getKey();
        return context.with(key, convert(with.value(), named.get(0).getValue(), place));
    }

    /** Returns each key once, even if several fields hold it. */
    private static Map<Ambient<?>, Field> in(List<Class<?>> classes) {
        Map<Ambient<?>, Field> keys = new LinkedHashMap<>();
        for (Class<?> holder : classes) {
            for (Field field : ReflectionSupport.findFields(
                    holder,
                    field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Ambient.class,
                    HierarchyTraversalMode.TOP_DOWN)) {
                if (read(field) instanceof Ambient<?> key) {
                    keys.putIfAbsent(key, field);
                }
            }
        }
        return keys;
    }

    private static @Nullable Object read(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException | RuntimeException e) {
            return null; // in a module that is not open, for example: the key is treated as absent
        }
    }

    private static Object convert(String value, Field field, Place place) {
        Class<?> type = type(field, place);
        Object converted;
        try {
            converted = ConversionSupport.convert(
                    value, type, field.getDeclaringClass().getClassLoader());
        } catch (ConversionException e) {
            throw place.error(text(field) + " holds a " + type.getName() + ": " + e.getMessage(), e);
        }
        if (converted == null) {
            throw place.error("the text cannot be converted to a value");
        }
        return converted;
    }

    private static Class<?> type(Field field, Place place) {
        Type type = field.getGenericType() instanceof ParameterizedType ambient
                ? ambient.getActualTypeArguments()[0]
                : field.getGenericType();
        if (type instanceof ParameterizedType generic) {
            type = generic.getRawType();
        }
        if (type instanceof Class<?> plain && plain != Ambient.class) {
            return plain;
        }
        throw place.error("the declaration of " + text(field) + " does not give the type of the value");
    }

    private static String none(List<Class<?>> classes, Map<Ambient<?>, Field> keys) {
        String where = classes.stream().map(Class::getName).collect(Collectors.joining(" and "));
        String others = keys.isEmpty()
                ? "none"
                : keys.keySet().stream().map(key -> "'" + key.name() + "'").collect(Collectors.joining(", "));
        return "no static field of " + where + " holds a key of that name. Keys found there: " + others
                + ". Name the class that holds the key with in = ….class";
    }

    private static String several(List<Map.Entry<Ambient<?>, Field>> named) {
        return named.stream().map(entry -> text(entry.getValue())).collect(Collectors.joining(" and "))
                + " hold keys of that name. Name the class that is meant with in = ….class, or give the keys different names";
    }

    private static String text(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    /** The place of an annotation, for errors. */
    private record Place(WithAmbient with, AnnotatedElement element) {

        ExtensionConfigurationException error(String what, Throwable... cause) {
            String message = "@WithAmbient(name = \"" + with.name() + "\", value = \"" + with.value() + "\") on "
                    + element + ": " + what + ".";
            return Stream.of(cause)
                    .findFirst()
                    .map(one -> new ExtensionConfigurationException(message, one))
                    .orElseGet(() -> new ExtensionConfigurationException(message));
        }
    }
}
