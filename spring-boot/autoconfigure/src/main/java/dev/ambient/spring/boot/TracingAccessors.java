/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.opentelemetry.AmbientContextStorageProvider;
import dev.ambient.opentelemetry.AmbientOpenTelemetry;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.ContextStorage;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Has spans and baggage travel with the values. Boot registers no accessor of them. Without one a span that is opened within an
 * observation, and baggage, are not seen on other threads.
 *
 * <p>Over Brave these are Micrometer Tracing's own accessors. Over OpenTelemetry those show the baggage of one request in another,
 * where a thread that works for one is handed a signal of the other. There it is OpenTelemetry's Context that travels. Where that is an
 * ambient value, it does so by itself, and only log lines are to be told.
 *
 * <p>The registry has one accessor for a key, and several contexts may have a tracer each. The first context's is registered; when
 * that context is closed, the next one's takes its place. Any of them will do: the current span stands in a static thread-local of
 * OpenTelemetry or Brave. What the program has registered itself stays.
 */
final class TracingAccessors implements SmartInitializingSingleton, DisposableBean {

    /** In the order of their contexts, in this JVM. */
    private static final List<TracingAccessors> ALL = new ArrayList<>();

    private static final boolean OPENTELEMETRY =
            ClassUtils.isPresent(Installation.OTEL_TRACER, TracingAccessors.class.getClassLoader());

    private static final boolean ADAPTER =
            ClassUtils.isPresent(Installation.OTEL_ADAPTER, TracingAccessors.class.getClassLoader());

    private static final Log LOG = LogFactory.getLog(TracingAccessors.class);

    private final BeanFactory beans;
    private final List<Registration> registrations = new ArrayList<>();
    private @Nullable Tracer tracer;

    TracingAccessors(BeanFactory beans) {
        this.beans = beans;
    }

    /** Not before: a bean of the program may register its own. */
    @Override
    public void afterSingletonsInstantiated() {
        tracer = beans.getBeanProvider(Tracer.class).getIfUnique();
        if (tracer == null || tracer == Tracer.NOOP) {
            return;
        }
        synchronized (ALL) {
            ALL.add(this);
            if (ALL.get(0) == this) {
                register(tracer);
            }
        }
    }

    private void register(Tracer tracer) {
        if (isRegistered(ObservationAwareSpanThreadLocalAccessor.KEY)
                || isRegistered(ObservationAwareBaggageThreadLocalAccessor.KEY)) {
            return;
        }
        if (OPENTELEMETRY && OverOpenTelemetry.isIn(tracer)) {
            OverOpenTelemetry.register(tracer, beans, registrations);
        } else {
            ObservationRegistry registry =
                    beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP);
            add(new ObservationAwareSpanThreadLocalAccessor(registry, tracer));
            // After the other: baggage belongs to the span that is current.
            add(new ObservationAwareBaggageThreadLocalAccessor(registry, tracer));
        }
    }

    private void add(ThreadLocalAccessor<?> accessor) {
        registrations.add(AmbientRegistry.global().register(accessor));
    }

    private static boolean isRegistered(String key) {
        return find(key) != null;
    }

    private static @Nullable ThreadLocalAccessor<?> find(String key) {
        for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
            if (key.equals(accessor.key())) {
                return accessor;
            }
        }
        return null;
    }

    @Override
    public void destroy() {
        synchronized (ALL) {
            boolean wasFirst = !ALL.isEmpty() && ALL.get(0) == this;
            ALL.remove(this);
            registrations.forEach(Registration::close);
            registrations.clear();
            if (wasFirst && !ALL.isEmpty() && ALL.get(0).tracer != null) {
                ALL.get(0).register(ALL.get(0).tracer);
            }
        }
    }

    /** A class of its own, for programs without that bridge of Micrometer's. */
    private static final class OverOpenTelemetry {

        static boolean isIn(Tracer tracer) {
            return tracer instanceof OtelTracer;
        }

        /** Then Reactor sets observations itself, on top of a span that is already current. */
        private static boolean isAutomatic(BeanFactory beans) {
            return "auto"
                    .equalsIgnoreCase(
                            beans.getBean(Environment.class).getProperty("spring.reactor.context-propagation"));
        }

        @SuppressWarnings("unchecked") // by its key
        static void register(Tracer tracer, BeanFactory beans, List<Registration> registrations) {
            OtelTracer.EventPublisher events =
                    beans.getBeanProvider(OtelTracer.EventPublisher.class).getIfUnique(() -> event -> {});
            if (ADAPTER && AsAmbientValue.isInUse() && !isAutomatic(beans)) {
                registrations.add(AsAmbientValue.follow(events));
                return;
            }
            ThreadLocalAccessor<?> there = find(ObservationThreadLocalAccessor.KEY);
            if (there == null || there instanceof CleanObservations) {
                return;
            }
            CleanObservations clean = new CleanObservations((ThreadLocalAccessor<Observation>) there, events);
            ContextRegistry.getInstance().registerThreadLocalAccessor(clean); // in place of the other
            registrations.add(AmbientRegistry.global().register(new OpenTelemetryContexts(clean, tracer, events)));
            registrations.add(() -> {
                if (find(ObservationThreadLocalAccessor.KEY) == clean) {
                    ContextRegistry.getInstance().registerThreadLocalAccessor(clean.delegate());
                }
            });
        }
    }
    /** A class of its own, for programs without our adapter. */
    private static final class AsAmbientValue {

        static boolean isInUse() {
            if (AmbientOpenTelemetry.isInUse()) {
                return true;
            }
            LOG.warn("ambient-opentelemetry is on the class path, but OpenTelemetry keeps its Context elsewhere: in "
                    + ContextStorage.get().getClass().getName()
                    + ". Spans travel all the same, as without it. Take it out, or choose it with"
                    + " -Dio.opentelemetry.context.contextStorageProvider="
                    + AmbientContextStorageProvider.class.getName() + ".");
            return false;
        }

        static Registration follow(OtelTracer.EventPublisher events) {
            return AmbientOpenTelemetry.onSwitch(context -> {
                events.publishEvent(new ScopeClosedEvent());
                if (context != null) {
                    events.publishEvent(new ScopeRestoredEvent(context));
                }
            });
        }
    }
}
