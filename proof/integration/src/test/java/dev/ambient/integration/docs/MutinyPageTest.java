/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.reactor.ReactorBridge;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.CallbackDecorator;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.adapter.JdkFlowAdapter;

/** What docs/how-to/other-libraries.md says of Mutiny. A third request emits. */
class MutinyPageTest extends TwoRequests {

    private final Map<String, CompletableFuture<String>> futures = forEach(CompletableFuture::new);
    private final Map<String, UnicastProcessor<String>> processors = forEach(UnicastProcessor::create);

    private void emit() {
        another(() -> futures.forEach((tenant, future) -> future.complete(tenant)));
    }

    private void emitMany() {
        another(() -> processors.forEach((tenant, processor) -> {
            processor.onNext(tenant);
            processor.onNext(tenant);
            processor.onComplete();
        }));
    }

    /** A class path on which a service file names the decorator. */
    private static void decorate(Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CallbackDecorator.class.getName()), AmbientDecorator.class.getName());
        Thread here = Thread.currentThread();
        ClassLoader before = here.getContextClassLoader();
        try (URLClassLoader program =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            here.setContextClassLoader(program);
            Infrastructure.reloadCallbackDecorators();
        } finally {
            here.setContextClassLoader(before);
        }
    }

    @AfterEach
    void take_out() {
        Infrastructure.clearInterceptors();
        Infrastructure.setDefaultExecutor();
    }

    @Test
    void one_flow() throws Exception {
        both(tenant -> {
            Uni<String> prices = Uni.createFrom().completionStage(futures.get(tenant));
            prices.emitOn(AmbientContext.capture()::run)
                    .map(price -> TENANT.get() + " " + price)
                    .subscribe()
                    .with(this::print);
        });
        emit();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void one_flow_of_many_items() throws Exception {
        both(tenant -> {
            Multi<String> prices = processors.get(tenant);
            prices.emitOn(AmbientContext.capture()::run)
                    .map(price -> TENANT.get() + " " + price)
                    .subscribe()
                    .with(this::print);
        });
        emitMany();
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    @Test
    void without_it_sees_who_emits() throws Exception {
        both(tenant -> {
            Uni.createFrom()
                    .completionStage(futures.get(tenant))
                    .map(price -> TENANT.get() + " " + price)
                    .subscribe()
                    .with(this::print);
        });
        emit();
        assertThat(printed()).isEqualTo(ANOTHERS);
    }

    @Test
    void every_flow(@TempDir Path folder) throws Exception {
        decorate(folder);
        both(tenant -> {
            Uni<String> prices = Uni.createFrom().completionStage(futures.get(tenant));
            prices.onItem()
                    .invoke(price -> print(TENANT.get() + " " + price))
                    .chain(price -> Uni.createFrom().item(price).emitOn(plain))
                    .subscribe()
                    .with(price -> print(TENANT.get() + " " + price));
        });
        emit();
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    @Test
    void every_flow_of_many_items(@TempDir Path folder) throws Exception {
        decorate(folder);
        both(tenant -> {
            Multi<String> prices = processors.get(tenant);
            prices.emitOn(plain)
                    .select()
                    .where(price -> price.equals(TENANT.get()))
                    .onItem()
                    .transformToUniAndConcatenate(price -> Uni.createFrom().item(() -> TENANT.get() + " " + price))
                    .subscribe()
                    .with(this::print);
        });
        emitMany();
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    static Stream<Class<?>> kinds() {
        return Arrays.stream(CallbackDecorator.class.getMethods())
                .filter(method -> method.getName().equals("decorate"))
                .map(method -> method.getParameterTypes()[0]);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_callback(Class<?> kind) throws Exception {
        Method decorate = CallbackDecorator.class.getMethod("decorate", kind);
        Method call = Arrays.stream(kind.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .findFirst()
                .orElseThrow();
        Object[] arguments = Arrays.stream(call.getParameterTypes())
                .map(type -> type == long.class ? 1L : null)
                .toArray();
        Map<String, Object> decorated = new ConcurrentHashMap<>();
        both(tenant -> {
            Object callback = Proxy.newProxyInstance(
                    AmbientDecorator.class.getClassLoader(), new Class<?>[] {kind}, (self, method, given) -> {
                        print(TENANT.get() + " " + tenant);
                        return method.getReturnType() == boolean.class ? true : null;
                    });
            decorated.put(tenant, invoke(decorate, new AmbientDecorator(), callback));
        });
        another(() -> decorated.values().forEach(each -> invoke(call, each, arguments)));
        assertThat(printed()).isEqualTo(OWN);
    }

    private static @Nullable Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_shared_shows_each_its_own(@TempDir Path folder) throws Exception {
        decorate(folder);
        CompletableFuture<String> future = new CompletableFuture<>();
        Uni<String> shared = Uni.createFrom().completionStage(future).memoize().indefinitely();
        both(tenant -> shared.subscribe().with(price -> print(TENANT.get() + " " + tenant)));
        another(() -> future.complete("4.50"));
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_flow_that_no_request_has_assembled_sees_none(@TempDir Path folder) throws Exception {
        decorate(folder);
        Uni<String> assembled = Uni.createFrom().item(() -> String.valueOf(TENANT.get()));
        both(tenant -> assembled.subscribe().with(seen -> print(seen + " " + tenant)));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void its_pool() throws Exception {
        Infrastructure.setDefaultExecutor(AmbientExecutors.wrap(Executors.newScheduledThreadPool(4)));
        both(tenant -> {
            Uni.createFrom()
                    .item(() -> TENANT.get() + " " + tenant)
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .subscribe()
                    .with(this::print);
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_its_pool_sees_none_also_on_a_wrapped_one_that_schedules_nothing() throws Exception {
        Infrastructure.setDefaultExecutor(AmbientExecutors.wrap(Executors.newFixedThreadPool(4)));
        both(tenant -> Uni.createFrom()
                .item(() -> TENANT.get() + " " + tenant)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(this::print));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_its_pool_sees_none() throws Exception {
        both(tenant -> Uni.createFrom()
                .item(() -> TENANT.get() + " " + tenant)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(this::print));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void as_a_stage() throws Exception {
        both(tenant -> {
            Uni<String> prices = Uni.createFrom().completionStage(futures.get(tenant));
            AmbientFuture.from(prices.subscribeAsCompletionStage())
                    .thenAccept(price -> print(TENANT.get() + " " + price));
        });
        emit();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void as_a_flux() throws Exception {
        takeOutLater(ReactorBridge.install());
        both(tenant -> {
            Multi<String> prices = processors.get(tenant);
            JdkFlowAdapter.flowPublisherToFlux(prices)
                    .doOnNext(price -> print(TENANT.get() + " " + price))
                    .subscribe();
        });
        emitMany();
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }
}
