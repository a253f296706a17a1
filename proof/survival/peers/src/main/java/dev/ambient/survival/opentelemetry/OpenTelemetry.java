/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.opentelemetry;

import dev.ambient.Registration;
import dev.ambient.survival.rxjava.RxCarrier;
import dev.ambient.survival.rxjava.RxSurvival;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's instrumentation of RxJava, and its context. */
public final class OpenTelemetry implements RxCarrier {

    private static final ContextKey<String> VALUE = ContextKey.named("survival");

    private OpenTelemetry() {}

    /**
     * Runs RxJava's half.
     *
     * @param args where to write the result
     * @throws IOException if that cannot be written
     */
    public static void main(String[] args) throws IOException {
        RxSurvival.write(new OpenTelemetry(), Path.of(args[0]));
    }

    @Override
    public String title() {
        return "OpenTelemetry";
    }

    @Override
    public String description() {
        return "`TracingAssembly.create().enable()` of OpenTelemetry's RxJava instrumentation";
    }

    @Override
    public Registration install() {
        TracingAssembly assembly = TracingAssembly.create();
        assembly.enable();
        return assembly::disable;
    }

    @Override
    @SuppressWarnings("try") // the scope is closed, and nothing more
    public void with(@Nullable String value, Runnable task) {
        Context context = value == null ? Context.root() : Context.current().with(VALUE, value);
        try (Scope scope = context.makeCurrent()) {
            task.run();
        }
    }

    @Override
    public @Nullable String read() {
        return Context.current().get(VALUE);
    }

    @Override
    public boolean isClean() {
        return Context.current() == Context.root();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // it stays
    public void clean() {
        Context.root().makeCurrent();
    }
}
