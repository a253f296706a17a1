/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the package's logger is given; nothing of it is printed. By reflection, because the module does not read {@code
 * java.logging} and its tests need not either: a filter sees all that is logged.
 */
final class CapturedLog implements AutoCloseable {

    /** A line of the log. */
    record Line(String level, String message, Throwable thrown) {}

    final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Object logger;
    private final Method setFilter;

    CapturedLog() throws ReflectiveOperationException {
        Class<?> loggerType = Class.forName("java.util.logging.Logger");
        Class<?> filterType = Class.forName("java.util.logging.Filter");
        logger = loggerType.getMethod("getLogger", String.class).invoke(null, "dev.ambient");
        setFilter = loggerType.getMethod("setFilter", filterType);
        setFilter.invoke(
                logger,
                Proxy.newProxyInstance(
                        CapturedLog.class.getClassLoader(), new Class<?>[] {filterType}, (proxy, method, arguments) -> {
                            if (method.getName().equals("isLoggable")) {
                                lines.add(line(arguments[0]));
                                return false;
                            }
                            return method.invoke(this, arguments);
                        }));
    }

    private static Line line(Object logged) throws ReflectiveOperationException {
        Class<?> type = logged.getClass();
        return new Line(
                type.getMethod("getLevel").invoke(logged).toString(),
                (String) type.getMethod("getMessage").invoke(logged),
                (Throwable) type.getMethod("getThrown").invoke(logged));
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter.invoke(logger, (Object) null);
    }
}
