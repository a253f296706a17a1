/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/how-to/other-libraries.md says of Guava. A third request completes the futures. */
@SuppressWarnings({"CheckReturnValue", "ReturnValueIgnored"}) // what is printed is looked at
class GuavaPageTest extends TwoRequests {

    private final Map<String, SettableFuture<String>> futures = forEach(SettableFuture::create);

    /** Attaches something that prints, on an executor. */
    interface Attach {
        void to(ListenableFuture<String> future, Executor executor, Function<String, String> print);
    }

    private void complete() {
        another(() -> futures.forEach((tenant, future) -> future.set(tenant)));
    }

    private FutureCallback<String> printing() {
        return printing(print());
    }

    private static FutureCallback<String> printing(Function<String, String> print) {
        return new FutureCallback<>() {
            @Override
            public void onSuccess(String price) {
                print.apply(price);
            }

            @Override
            public void onFailure(Throwable failure) {
                print.apply("failure " + failure);
            }
        };
    }

    @Test
    void a_callback() throws Exception {
        both(tenant -> {
            ListenableFuture<String> prices = futures.get(tenant);
            FutureCallback<String> callback = printing();
            Futures.addCallback(prices, callback, AmbientContext.capture()::run);
        });
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_callback_on_a_pool() throws Exception {
        Executor POOL = wrapped;
        both(tenant -> {
            ListenableFuture<String> prices = futures.get(tenant);
            FutureCallback<String> callback = printing();
            AmbientContext context = AmbientContext.capture();
            Futures.addCallback(prices, callback, task -> POOL.execute(context.wrap(task)));
        });
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    static Stream<Attach> attaching() {
        return Stream.of(
                (future, executor, print) ->
                        future.addListener(() -> print.apply(Futures.getUnchecked(future)), executor),
                (future, executor, print) -> Futures.addCallback(future, printing(print), executor),
                (future, executor, print) -> Futures.transform(future, print::apply, executor),
                (future, executor, print) ->
                        Futures.transformAsync(future, price -> Futures.immediateFuture(print.apply(price)), executor),
                (future, executor, print) -> Futures.catching(
                        Futures.transform(
                                future,
                                price -> {
                                    throw new IllegalStateException(price);
                                },
                                MoreExecutors.directExecutor()),
                        IllegalStateException.class,
                        failure -> print.apply(failure.getMessage()),
                        executor),
                (future, executor, print) -> Futures.whenAllSucceed(future, Futures.immediateFuture(""))
                        .call(() -> print.apply(Futures.getUnchecked(future)), executor));
    }

    private Function<String, String> print() {
        return price -> {
            print(TENANT.get() + " " + price);
            return price;
        };
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void all_that_takes_an_executor(Attach attach) throws Exception {
        both(tenant -> attach.to(futures.get(tenant), AmbientContext.capture()::run, print()));
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void without_on_a_direct_executor_it_sees_who_completes(Attach attach) throws Exception {
        both(tenant -> attach.to(futures.get(tenant), MoreExecutors.directExecutor(), print()));
        complete();
        assertThat(printed()).isEqualTo(ANOTHERS);
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void without_on_a_plain_pool_it_sees_none(Attach attach) throws Exception {
        both(tenant -> attach.to(futures.get(tenant), plain, print()));
        complete();
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_a_callback_on_a_wrapped_pool_sees_none() throws Exception {
        both(tenant -> Futures.addCallback(futures.get(tenant), printing(), wrapped));
        complete();
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_a_listener_on_a_wrapped_pool_sees_who_completes() throws Exception {
        both(tenant -> futures.get(tenant).addListener(() -> print(TENANT.get() + " " + tenant), wrapped));
        complete();
        assertThat(printed()).isEqualTo(ANOTHERS);
    }

    @Test
    void tasks() throws Exception {
        ExecutorService executor = plain;
        ListeningExecutorService pool = MoreExecutors.listeningDecorator(AmbientExecutors.wrap(executor));
        both(tenant -> pool.submit(() -> print(TENANT.get() + " " + tenant)));
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_tasks_see_none() throws Exception {
        ListeningExecutorService pool = MoreExecutors.listeningDecorator(plain);
        both(tenant -> pool.submit(() -> print(TENANT.get() + " " + tenant)));
        assertThat(printed()).isEqualTo(NONE);
    }
}
