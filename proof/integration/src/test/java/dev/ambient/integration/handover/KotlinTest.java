/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.YieldKt;
import kotlinx.coroutines.sync.Mutex;
import kotlinx.coroutines.sync.MutexKt;
import org.junit.jupiter.api.Test;

/** Kotlin's coroutines on a dispatcher that is made of a carrying executor, as its compiler would call them. */
class KotlinTest extends Requests {

    /** What comes after a suspension point: notes the request that it sees. */
    @SuppressWarnings("serial")
    private static final class Rest extends ContinuationImpl {

        private final transient CompletableFuture<String> seen;

        @SuppressWarnings("unchecked")
        Rest(Continuation<?> completion, CompletableFuture<String> seen) {
            super((Continuation<Object>) completion);
            this.seen = seen;
        }

        @Override
        protected Object invokeSuspend(Object result) {
            seen.complete(seen());
            return Unit.INSTANCE;
        }
    }

    private static CoroutineDispatcher on(Executor executor) {
        return ExecutorsKt.from(executor);
    }

    /** Starts a coroutine, and returns what is seen where it begins, after it was suspended, and that it was. */
    private static List<CompletableFuture<String>> launch(
            CoroutineDispatcher dispatcher, Function<Continuation<? super Unit>, Object> suspend) {
        CompletableFuture<String> begin = new CompletableFuture<>();
        CompletableFuture<String> rest = new CompletableFuture<>();
        CompletableFuture<Object> suspended = new CompletableFuture<>();
        Job job = BuildersKt.launch(GlobalScope.INSTANCE, dispatcher, CoroutineStart.DEFAULT, (scope, continuation) -> {
            begin.complete(seen());
            Object result = suspend.apply(new Rest(continuation, rest));
            if (result
                    != IntrinsicsKt.getCOROUTINE_SUSPENDED()) { // what it waits for came first, so it goes on at once
                rest.complete(seen());
            }
            suspended.complete(result);
            return result;
        });
        assertThat(job).isNotNull();
        return List.of(begin, rest, suspended.thenApply(Object::toString));
    }

    @Test
    void rule_17_a_coroutine_starts_with_its_flows_value_and_is_resumed_without_the_completers() {
        List<CoroutineDispatcher> dispatchers = List.of(on(pool), on((Executor) pool::execute), on(pool::submit));
        for (CoroutineDispatcher dispatcher : dispatchers) {
            CompletableDeferred<Unit> deferred = CompletableDeferredKt.CompletableDeferred((Job) null);
            List<CompletableFuture<String>> seen = new ArrayList<>();
            in("r-1", () -> seen.addAll(launch(dispatcher, rest -> deferred.await(rest))));
            assertThat(resultOf(seen.get(0))).isEqualTo("r-1");
            assertThat(resultOf(seen.get(2))).isEqualTo("COROUTINE_SUSPENDED");
            in("r-2", () -> deferred.complete(Unit.INSTANCE));
            assertThat(resultOf(seen.get(1))).isEqualTo("none");
        }
    }

    @Test
    void rule_17_a_coroutine_that_waited_for_a_mutex_does_not_see_who_unlocked_it() {
        Mutex mutex = MutexKt.Mutex(true);
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in("r-1", () -> seen.addAll(launch(on(pool), rest -> mutex.lock(null, rest))));
        assertThat(resultOf(seen.get(0))).isEqualTo("r-1");
        assertThat(resultOf(seen.get(2))).isEqualTo("COROUTINE_SUSPENDED");
        in("r-2", () -> mutex.unlock(null));
        assertThat(resultOf(seen.get(1))).isEqualTo("none");
    }

    @Test
    void rule_1_a_coroutine_that_yields_or_waits_on_its_own_dispatcher_keeps_its_value() {
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in("r-1", () -> {
            seen.addAll(launch(on(pool), rest -> YieldKt.yield(rest)).subList(0, 2));
            seen.addAll(launch(on(pool), rest -> DelayKt.delay(1, rest)).subList(0, 2));
        });
        for (CompletableFuture<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("r-1");
        }
    }

    @Test
    void rule_1_a_block_in_another_dispatcher_begins_in_its_flow() {
        CompletableFuture<String> inner = new CompletableFuture<>();
        in(
                "r-1",
                () -> launch(
                        on((Executor) pool::execute),
                        rest -> BuildersKt.withContext(
                                on(pool),
                                (scope, continuation) -> {
                                    inner.complete(seen());
                                    return Unit.INSTANCE;
                                },
                                rest)));
        assertThat(resultOf(inner)).isEqualTo("r-1");
    }

    @Test
    void rule_17_a_dispatcher_with_a_limit_does_not_show_the_first_ones_request() {
        CoroutineDispatcher one = on(pool).limitedParallelism(1, null);
        CompletableFuture<String> go = new CompletableFuture<>();
        CompletableFuture<String> first = new CompletableFuture<>();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in(
                "r-1",
                () -> BuildersKt.launch(GlobalScope.INSTANCE, one, CoroutineStart.DEFAULT, (scope, continuation) -> {
                    first.complete(seen());
                    return resultOf(go) == null ? null : Unit.INSTANCE;
                }));
        in("r-2", () -> seen.addAll(launch(one, rest -> YieldKt.yield(rest)).subList(0, 2)));
        go.complete("go");
        seen.add(first);
        for (CompletableFuture<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("none");
        }
    }
}
