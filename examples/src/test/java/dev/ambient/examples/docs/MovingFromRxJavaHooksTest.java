/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/moving/rxjava-hooks.md; {@link TracingPageTest} has the accessors. */
@SuppressWarnings("try") // scopes are closed, not used
class MovingFromRxJavaHooksTest extends Printing {

    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    @AfterEach
    void clean() {
        TENANT.remove();
        RxJavaPlugins.setScheduleHandler(null);
    }

    @Test
    void opentelemetrys_assembly() throws Exception {
        Span span = Span.wrap(SpanContext.create(
                "00000000000000000000000000000011",
                "0000000000000017",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
        TracingAssembly.create().enable();
        try (Scope scope = span.makeCurrent()) {
            Flowable.just("order 4711")
                    .observeOn(Schedulers.io())
                    .doOnNext(order -> print(Span.current().getSpanContext().getSpanId()))
                    .blockingSubscribe();
        } finally {
            TracingAssembly.create().disable();
        }
        assertThat(printed()).isEqualTo("0000000000000017");
    }

    private void order() {
        TENANT.set("acme");
        Flowable.just("order 4711")
                .observeOn(Schedulers.io())
                .doOnNext(order -> print(TENANT.get()))
                .blockingSubscribe();
    }

    @Test
    void a_schedule_handler_by_hand() throws Exception {
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
        assertThat(printed()).isEqualTo("acme");
    }

    @Test
    void the_bridge_in_its_place() throws Exception {
        Registration tenant = AmbientRegistry.global().register("tenant", TENANT);
        Registration bridge = RxJavaBridge.install();
        takeOutLater(tenant);
        takeOutLater(bridge);
        order();
        assertThat(printed()).isEqualTo("acme");
    }
}
