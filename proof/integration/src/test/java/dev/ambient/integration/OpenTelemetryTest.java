/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 15 with OpenTelemetry's own hooks in RxJava: whichever comes first, its Context and ours are both right. */
@SuppressWarnings("try") // scopes are there to be closed
class OpenTelemetryTest {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    private static final ContextKey<String> SPAN = ContextKey.named("span");
    private static final String MINE = "mine";

    private final TracingAssembly openTelemetry = TracingAssembly.create();
    private final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    private final ExecutorService emitter = Executors.newSingleThreadExecutor();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Scheduler scheduler = Schedulers.from(pool);
    private Registration reports;
    private Registration ours = () -> {};

    @BeforeEach
    void start() {
        RxJavaPlugins.reset();
        reports = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    void stop() throws Exception {
        ours.close();
        openTelemetry.disable();
        RxJavaPlugins.reset();
        reports.close();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(emitter.submit(() -> AmbientContext.current().isEmpty()).get(60, TimeUnit.SECONDS))
                .isTrue();
        emitter.shutdownNow();
        pool.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_15_both_are_right_and_when_ours_goes_first_OpenTelemetrys_stays(boolean oursIsFirst) {
        install(oursIsFirst);
        assertThat(requestIds()).containsExactly(MINE);
        assertThat(spans()).containsExactly(MINE);

        ours.close();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(requestIds()).doesNotContain(MINE);
        assertThat(spans()).containsExactly(MINE);

        openTelemetry.disable();
        assertThat(spans()).doesNotContain(MINE);
        ours = RxJavaBridge.install();
        assertThat(requestIds()).containsExactly(MINE);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_15_when_OpenTelemetrys_goes_first_ours_stays_or_says_that_it_was_taken_out(boolean oursIsFirst) {
        install(oursIsFirst);
        openTelemetry.disable();

        if (oursIsFirst) {
            assertThat(RxJavaBridge.isInstalled()).isTrue();
            assertThat(problems).isEmpty();
        } else { // it puts back what it had found
            assertThat(RxJavaBridge.isInstalled()).isFalse();
            assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.HOOK_REMOVED);
            RxJavaBridge.install().close();
            assertThat(RxJavaBridge.isInstalled()).isTrue();
        }
        assertThat(requestIds()).containsExactly(MINE);
        assertThat(spans()).doesNotContain(MINE);

        ours.close();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(requestIds()).doesNotContain(MINE);
    }

    @RepeatedTest(5)
    void rule_15_it_comes_and_goes_inside_ours() {
        ours = RxJavaBridge.install();
        for (int i = 0; i < 5; i++) {
            openTelemetry.enable();
            assertThat(spans()).containsExactly(MINE);
            assertThat(requestIds()).containsExactly(MINE);
            openTelemetry.disable();
            assertThat(spans()).doesNotContain(MINE);
            assertThat(requestIds()).containsExactly(MINE);
        }
        assertThat(problems).isEmpty();
    }

    private void install(boolean oursIsFirst) {
        if (oursIsFirst) {
            ours = RxJavaBridge.install();
            openTelemetry.enable();
        } else {
            openTelemetry.enable();
            ours = RxJavaBridge.install();
        }
    }

    private Set<String> requestIds() {
        return seenInFlows(() -> REQUEST_ID.orElse("none"));
    }

    private Set<String> spans() {
        return seenInFlows(() -> {
            String span = Context.current().get(SPAN);
            return span == null ? "none" : span;
        });
    }

    /** What flows of all five types see, whose source emits on a thread that works for another request, and after a hop. */
    private Set<String> seenInFlows(Supplier<String> value) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Runnable look = () -> seen.add(value.get());
        Observable<Integer> source = Observable.create(emitting -> emitter.execute(() -> workingFor("other", () -> {
            emitting.onNext(1);
            emitting.onComplete();
        })));
        workingFor(MINE, () -> {
            await(source.doOnNext(x -> look.run())
                    .observeOn(scheduler)
                    .doOnNext(x -> look.run())
                    .doOnComplete(look::run)
                    .test());
            source.toFlowable(BackpressureStrategy.BUFFER)
                    .doOnNext(x -> look.run())
                    .observeOn(scheduler)
                    .doOnNext(x -> look.run())
                    .doOnComplete(look::run)
                    .test()
                    .awaitDone(60, TimeUnit.SECONDS)
                    .assertComplete();
            await(source.firstOrError()
                    .map(x -> seen.add(value.get()))
                    .observeOn(scheduler)
                    .doOnSuccess(x -> look.run())
                    .test());
            await(source.firstElement()
                    .map(x -> seen.add(value.get()))
                    .observeOn(scheduler)
                    .doOnSuccess(x -> look.run())
                    .test());
            await(source.ignoreElements()
                    .doOnComplete(look::run)
                    .observeOn(scheduler)
                    .doOnComplete(look::run)
                    .test());
        });
        return seen;
    }

    private static void await(TestObserver<?> flow) {
        flow.awaitDone(60, TimeUnit.SECONDS).assertComplete();
    }

    private static void workingFor(String request, Runnable work) {
        try (Scope span = Context.root().with(SPAN, request).makeCurrent()) {
            Ambient.where(REQUEST_ID, request).run(work);
        }
    }
}
