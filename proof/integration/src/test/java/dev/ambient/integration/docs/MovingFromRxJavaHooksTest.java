/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/moving/rxjava-hooks.md; {@link TracingPageTest} has the accessors. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are closed, not used
class MovingFromRxJavaHooksTest {

    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    private final List<Registration> inPlace = new ArrayList<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void clean() {
        inPlace.forEach(Registration::close);
        TENANT.remove();
        RxJavaPlugins.setScheduleHandler(null);
    }

    @Test
    void opentelemetrys_assembly() {
        Span span = Span.wrap(SpanContext.create(
                "00000000000000000000000000000011",
                "0000000000000017",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
        TracingAssembly.create().enable();
        try (Scope scope = span.makeCurrent()) {
            Flowable.just("order 4711")
                    .observeOn(Schedulers.io())
                    .doOnNext(order -> seen.add(Span.current().getSpanContext().getSpanId()))
                    .blockingSubscribe();
        } finally {
            TracingAssembly.create().disable();
        }
        assertThat(seen).containsExactly("0000000000000017");
    }

    private void order() {
        TENANT.set("acme");
        Flowable.just("order 4711")
                .observeOn(Schedulers.io())
                .doOnNext(order -> seen.add(TENANT.get()))
                .blockingSubscribe();
    }

    @Test
    void a_schedule_handler_by_hand() {
        RxJavaPlugins.setScheduleHandler(task -> {
            String tenant = TENANT.get();
            return () -> {
                TENANT.set(tenant);
                try {
                    task.run();
                } finally {
                    TENANT.remove();
                }
            };
        });
        order();
        assertThat(seen).containsExactly("acme");
    }

    @Test
    void the_bridge_in_its_place() {
        Registration tenant = AmbientRegistry.global().register("tenant-holder", TENANT);
        Registration bridge = RxJavaBridge.install();
        inPlace.add(tenant);
        inPlace.add(bridge);
        order();
        assertThat(seen).containsExactly("acme");
    }
}
