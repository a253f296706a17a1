/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The JDK's structured concurrency: its forks run where {@link AmbientExecutors#threadFactory} makes their threads. In the
 * form of JDK 25, where it is a preview; by reflection, for we compile for 17.
 */
@EnabledForJreRange(min = JRE.JAVA_25, max = JRE.JAVA_25)
class StructuredTaskScopeTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    /** Forks the tasks and returns their results. */
    private static List<Object> fork(List<Callable<String>> tasks) throws Exception {
        Class<?> scopes = Class.forName("java.util.concurrent.StructuredTaskScope");
        Class<?> joiners = Class.forName("java.util.concurrent.StructuredTaskScope$Joiner");
        Class<?> configurations = Class.forName("java.util.concurrent.StructuredTaskScope$Configuration");
        Class<?> subtasks = Class.forName("java.util.concurrent.StructuredTaskScope$Subtask");
        ThreadFactory factory = AmbientExecutors.threadFactory(virtualThreads());
        Function<Object, Object> withFactory = configuration -> {
            try {
                return configurations
                        .getMethod("withThreadFactory", ThreadFactory.class)
                        .invoke(configuration, factory);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        };
        Method open = Arrays.stream(scopes.getMethods())
                .filter(method -> method.getName().equals("open") && method.getParameterCount() == 2)
                .findFirst()
                .orElseThrow();
        Object scope = open.invoke(null, joiners.getMethod("awaitAll").invoke(null), withFactory);
        try {
            Method fork = scopes.getMethod("fork", Callable.class);
            List<Object> forked =
                    tasks.stream().map(task -> call(fork, scope, task)).toList();
            scopes.getMethod("join").invoke(scope);
            Method get = subtasks.getMethod("get");
            return forked.stream().map(subtask -> call(get, subtask)).toList();
        } finally {
            scopes.getMethod("close").invoke(scope);
        }
    }

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rule_1_each_fork_sees_what_was_current_where_it_was_forked() throws Exception {
        List<Object> seen = Ambient.where(TENANT, "acme")
                .call(() -> fork(List.of(
                        TENANT::get,
                        () -> {
                            TENANT.set("initech");
                            return TENANT.get();
                        },
                        TENANT::get)));
        assertThat(seen).containsExactly("acme", "initech", "acme");
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_7_without_a_value_it_sees_none() throws Exception {
        assertThat(fork(List.of(() -> TENANT.orElse("none")))).containsExactly("none");
    }
}
