/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import dev.ambient.spi.HookGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** What one application context has installed. The bridges count: the last context that is closed takes them out. */
final class Installation implements DisposableBean {

    static final String BEAN_NAME = "dev.ambient.spring.boot.installation";

    /** Tasks that are no work of the flow that hands them over. */
    private static final List<String> OF_NO_FLOW = List.of(
            // What Spring hands its schedulers for @Scheduled, and for work of the program where nothing better is
            // known.
            "org.springframework.scheduling.support.DelegatingErrorHandlingRunnable",
            // Loops that listen, and would show each message the values of whoever has started the container.
            "org.springframework.kafka.listener.",
            "org.springframework.jms.listener.",
            "org.springframework.amqp.rabbit.listener.");

    static final String OTEL_TRACER = "io.micrometer.tracing.otel.bridge.OtelTracer";

    static final String OTEL_ADAPTER = "dev.ambient.opentelemetry.AmbientOpenTelemetry";

    private static final List<String> REACTOR =
            List.of("reactor.core.publisher.Flux", "dev.ambient.reactor.ReactorBridge");
    private static final List<String> RXJAVA =
            List.of("io.reactivex.rxjava3.core.Flowable", "dev.ambient.rxjava3.RxJavaBridge");

    /** Asks each installed bridge for its hooks, by the name of its library. */
    private final Map<String, Supplier<Map<String, HookGroup.State>>> bridges = new LinkedHashMap<>();

    private final RecentReports reports = new RecentReports();
    private final List<Registration> registrations = new ArrayList<>();

    private Installation() {}

    /** Returns the names of the classes that are looked up. */
    static List<String> lookedUp() {
        return Stream.of(REACTOR, RXJAVA, ClientKinds.LOOKED_UP, List.of(OTEL_TRACER, OTEL_ADAPTER))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Installs what is on the class path, once for each context. It is the first that the context has to destroy, and so is
     * destroyed last: requests that a graceful shutdown waits for still have their values.
     */
    static void in(ConfigurableListableBeanFactory beanFactory, Environment environment) {
        isEnabled(environment, "ambient.executors.enabled"); // refuses what makes no sense
        if (beanFactory.containsSingleton(BEAN_NAME) || !isEnabled(environment, "ambient.enabled")) {
            return;
        }
        Installation installation = new Installation();
        beanFactory.registerSingleton(BEAN_NAME, installation);
        if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean(BEAN_NAME, installation);
        }
        installation.installAll(beanFactory.getBeanClassLoader(), environment);
    }

    private void installAll(ClassLoader loader, Environment environment) {
        registrations.add(AmbientRegistry.global().observeProblems(reports));
        OF_NO_FLOW.forEach(name -> registrations.add(AmbientRegistry.global().suppressFlowTo(name)));
        if (isEnabled(environment, "ambient.reactor.enabled") && areThere(loader, REACTOR)) {
            install("Reactor", "ambient.reactor.enabled", () -> ReactorBridge.install(), () -> ReactorBridge.hooks());
        }
        if (isEnabled(environment, "ambient.rxjava.enabled") && areThere(loader, RXJAVA)) {
            install("RxJava", "ambient.rxjava.enabled", () -> RxJavaBridge.install(), () -> RxJavaBridge.hooks());
        }
    }

    private void install(
            String library,
            String property,
            Supplier<Registration> bridge,
            Supplier<Map<String, HookGroup.State>> hooks) {
        try {
            registrations.add(bridge.get());
        } catch (IllegalStateException e) {
            throw new AmbientConfigurationException(
                    "The bridge to " + library + " could not be installed: " + e.getMessage(),
                    "Do what the message says, or switch that bridge off with " + property + "=false.",
                    e);
        }
        bridges.put(library, hooks);
    }

    private static boolean isEnabled(Environment environment, String property) {
        String value = environment.getProperty(property, "true");
        boolean isOn = value.equalsIgnoreCase("true");
        // What else Spring converts to a boolean, its conditions take for off: half of us would be in place.
        if (!isOn && !value.equalsIgnoreCase("false")) {
            throw new AmbientConfigurationException(property + " is '" + value + "'.", "Write true or false.");
        }
        return isOn;
    }

    private static boolean areThere(ClassLoader loader, List<String> classes) {
        for (String name : classes) {
            if (!ClassUtils.isPresent(name, loader)) {
                return false;
            }
        }
        return true;
    }

    /** The names of the libraries whose bridges this context has installed. */
    List<String> bridges() {
        return List.copyOf(bridges.keySet());
    }

    /** The state of each hook, by the name of its bridge's library. */
    Map<String, Map<String, HookGroup.State>> hooks() {
        Map<String, Map<String, HookGroup.State>> hooks = new LinkedHashMap<>();
        bridges.forEach((library, states) -> hooks.put(library, states.get()));
        return hooks;
    }

    /** What was reported in this JVM since this context was started. */
    RecentReports reports() {
        return reports;
    }

    @Override
    public void destroy() {
        registrations.forEach(Registration::close);
        registrations.clear();
    }
}
