/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import com.sun.net.httpserver.HttpServer;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.future.FutureKt;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * What one sees where nothing of ours reaches: rows of docs/reference/not-reached.md, as a program. Nothing, where the thread
 * that runs the callback works for nobody; another request's value, where it works for one.
 */
class NotReachedTest extends Installed {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    private static final String NONE = "none";

    private final CompletableFuture<String> seen = new CompletableFuture<>();

    private void look() {
        seen.complete(REQUEST_ID.orElse(NONE));
    }

    private String seen() throws Exception {
        return seen.get(1, TimeUnit.MINUTES);
    }

    private static void as(String request, Runnable action) {
        Ambient.where(REQUEST_ID, request).run(action);
    }

    // Mutiny

    @Test
    void mutiny_anothers_where_another_emits() throws Exception {
        AtomicReference<UniEmitter<? super String>> emitter = new AtomicReference<>();
        as(
                "mine",
                () -> Uni.createFrom()
                        .<String>emitter(emitter::set)
                        .onItem()
                        .invoke(item -> look())
                        .subscribe()
                        .with(item -> {}));
        as("another's", () -> emitter.get().complete("item"));
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void mutiny_none_on_a_thread_of_its_own() throws Exception {
        as(
                "mine",
                () -> Uni.createFrom()
                        .item("item")
                        .emitOn(workers.bare())
                        .onItem()
                        .invoke(item -> look())
                        .subscribe()
                        .with(item -> {}));
        assertThat(seen()).isEqualTo(NONE);
    }

    // reactor-netty

    private interface Hook {
        reactor.netty.http.client.HttpClient in(reactor.netty.http.client.HttpClient client, Runnable look);
    }

    private void request(Hook hook) {
        DisposableServer server = reactor.netty.http.server.HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sendString(reactor.core.publisher.Mono.just("body")))
                .bindNow(Duration.ofMinutes(1));
        try {
            reactor.netty.http.client.HttpClient client = hook.in(
                    reactor.netty.http.client.HttpClient.create(ConnectionProvider.newConnection())
                            .host("127.0.0.1")
                            .port(server.port()),
                    this::look);
            as("mine", () -> client.get().uri("/").responseContent().aggregate().block(Duration.ofMinutes(1)));
        } finally {
            server.disposeNow(Duration.ofMinutes(1));
        }
    }

    @Test
    void reactor_netty_doOnResponse() throws Exception {
        request((client, look) -> client.doOnResponse((response, connection) -> look.run()));
        assertThat(seen()).isEqualTo(NONE);
    }

    @Test
    void reactor_netty_doAfterResponseSuccess() throws Exception {
        request((client, look) -> client.doAfterResponseSuccess((response, connection) -> look.run()));
        assertThat(seen()).isEqualTo(NONE);
    }

    @Test
    void reactor_netty_doOnRequest_is_reached() throws Exception {
        request((client, look) -> client.doOnRequest((request, connection) -> look.run()));
        assertThat(seen()).isEqualTo("mine");
    }

    // gRPC

    private static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private void call(Executor clients) throws Exception {
        MethodDescriptor<String, String> method = MethodDescriptor.<String, String>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("service/method")
                .setRequestMarshaller(TEXT)
                .setResponseMarshaller(TEXT)
                .build();
        CompletableFuture<StreamObserver<String>> waiting = new CompletableFuture<>();
        Server server = InProcessServerBuilder.forName("not-reached")
                .executor(workers.bare())
                .addService(ServerServiceDefinition.builder("service")
                        .addMethod(
                                method, ServerCalls.asyncUnaryCall((request, observer) -> waiting.complete(observer)))
                        .build())
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName("not-reached").executor(clients).build();
        try {
            as(
                    "mine",
                    () -> ClientCalls.asyncUnaryCall(
                            channel.newCall(method, CallOptions.DEFAULT), "request", new StreamObserver<>() {
                                @Override
                                public void onNext(String answer) {
                                    look();
                                }

                                @Override
                                public void onError(Throwable failure) {
                                    seen.completeExceptionally(failure);
                                }

                                @Override
                                public void onCompleted() {}
                            }));
            StreamObserver<String> observer = waiting.get(1, TimeUnit.MINUTES);
            as("another's", () -> {
                observer.onNext("answer");
                observer.onCompleted();
            });
            seen();
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
            assertThat(channel.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(server.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void grpc_observers_none_on_an_executor_that_nobody_wrapped() throws Exception {
        call(emitters.bare());
        assertThat(seen()).isEqualTo(NONE);
    }

    @Test
    void grpc_observers_anothers_on_a_direct_executor() throws Exception {
        call(MoreExecutors.directExecutor());
        assertThat(seen()).isEqualTo("another's");
    }

    // The JDK's HTTP client

    @Test
    void jdk_client_body_handler() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            HttpClient client = HttpClient.newBuilder().executor(workers.bare()).build();
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            HttpResponse.BodyHandler<Void> handler = response -> {
                look();
                return HttpResponse.BodySubscribers.discarding();
            };
            Ambient.where(REQUEST_ID, "mine")
                    .call(() -> client.sendAsync(HttpRequest.newBuilder(uri).build(), handler))
                    .get(1, TimeUnit.MINUTES);
            assertThat(seen()).isEqualTo(NONE);
        } finally {
            server.stop(0);
        }
    }

    // Vert.x

    @Test
    void vertx_futures_anothers_where_another_completes() throws Exception {
        Promise<String> promise = Promise.promise();
        as("mine", () -> promise.future().onSuccess(item -> look()));
        as("another's", () -> promise.complete("item"));
        assertThat(seen()).isEqualTo("another's");
    }

    // Guava

    @Test
    void guava_listeners_anothers_where_another_completes() throws Exception {
        SettableFuture<String> future = SettableFuture.create();
        as("mine", () -> future.addListener(this::look, MoreExecutors.directExecutor()));
        as("another's", () -> future.set("item"));
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void guava_listeners_a_wrapped_one_has_its_own() throws Exception {
        SettableFuture<String> future = SettableFuture.create();
        as("mine", () -> future.addListener(AmbientContext.capture().wrap(this::look), MoreExecutors.directExecutor()));
        as("another's", () -> future.set("item"));
        assertThat(seen()).isEqualTo("mine");
    }

    // Kotlin: what the compiler makes of { future.await(); look() }

    @SuppressWarnings("serial") // nobody writes it to a stream
    private static final class Body extends SuspendLambda
            implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {

        private final CompletableFuture<String> awaited;
        private final Runnable then;
        private boolean isResumed;

        Body(CompletableFuture<String> awaited, Runnable then, Continuation<Object> completion) {
            super(2, completion);
            this.awaited = awaited;
            this.then = then;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Continuation<Unit> create(Object scope, Continuation<?> completion) {
            return (Continuation<Unit>) (Continuation<?>) new Body(awaited, then, (Continuation<Object>) completion);
        }

        @Override
        public Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
            return ((Body) (Continuation<?>) create(scope, completion)).invokeSuspend(Unit.INSTANCE);
        }

        @Override
        protected Object invokeSuspend(Object result) {
            if (!isResumed) {
                isResumed = true;
                @SuppressWarnings("unchecked")
                Continuation<String> self = (Continuation<String>) (Continuation<?>) this;
                Object awaitedNow = FutureKt.await(awaited, self);
                if (awaitedNow == CoroutineSingletons.COROUTINE_SUSPENDED) {
                    return awaitedNow;
                }
            }
            then.run();
            return Unit.INSTANCE;
        }
    }

    private void launch(CoroutineContext dispatcher) throws Exception {
        CompletableFuture<String> turn = new CompletableFuture<>();
        CoroutineScope scope = CoroutineScopeKt.CoroutineScope(dispatcher);
        CompletableFuture<Unit> done = Ambient.where(REQUEST_ID, "mine")
                .call(() ->
                        FutureKt.future(scope, dispatcher, CoroutineStart.DEFAULT, new Body(turn, this::look, null)));
        workers.onEach(() -> true); // it waits for its turn by now
        as("another's", () -> turn.complete("item"));
        done.get(1, TimeUnit.MINUTES);
    }

    @Test
    void kotlin_dispatchers_none_on_an_executor_that_nobody_wrapped() throws Exception {
        launch(ExecutorsKt.from(workers.bare()));
        assertThat(seen()).isEqualTo(NONE);
    }

    @Test
    void kotlin_dispatchers_anothers_unconfined() throws Exception {
        launch(kotlinx.coroutines.Dispatchers.getUnconfined());
        assertThat(seen()).isEqualTo("another's");
    }

    // The JDK

    @Test
    void stages_of_a_plain_future_anothers_where_another_completes() throws Exception {
        CompletableFuture<String> turn = new CompletableFuture<>();
        as("mine", () -> turn.thenAccept(item -> look()));
        as("another's", () -> turn.complete("item"));
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void executors_that_nobody_wrapped_none() throws Exception {
        as("mine", () -> workers.bare().execute(this::look));
        assertThat(seen()).isEqualTo(NONE);
    }

    @Test
    void forks_none_on_a_worker() throws Exception {
        as(
                "mine",
                () -> new RecursiveTask<String>() {
                    @Override
                    protected String compute() {
                        look();
                        return "";
                    }
                }.fork());
        assertThat(seen()).isEqualTo(NONE);
    }

    // Reactor

    @Test
    void onDispose_after_the_end_anothers_where_another_ends_the_flow() throws Exception {
        AtomicReference<FluxSink<String>> sink = new AtomicReference<>();
        as(
                "mine",
                () -> Flux.<String>create(created -> {
                            created.onDispose(this::look);
                            sink.set(created);
                        })
                        .subscribe());
        as("another's", () -> sink.get().complete());
        assertThat(seen()).isEqualTo("another's");
    }

    private BaseSubscriber<Object> looking() {
        return new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(Object item) {
                look();
            }
        };
    }

    @Test
    void a_CoreSubscriber_right_on_a_sink_anothers_where_another_emits() throws Exception {
        Sinks.Many<Object> sink = Sinks.many().multicast().directBestEffort();
        as("mine", () -> sink.asFlux().subscribe(looking()));
        as("another's", () -> sink.emitNext("item", Sinks.EmitFailureHandler.FAIL_FAST));
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void a_CoreSubscriber_right_on_a_zip_of_sinks_anothers_where_another_emits() throws Exception {
        Sinks.One<Object> sink = Sinks.one();
        as("mine", () -> Mono.zip(Mono.just(1), sink.asMono()).subscribe(looking()));
        as("another's", () -> sink.tryEmitValue("item"));
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void subscribeWith_is_the_cure_for_a_CoreSubscriber() throws Exception {
        Sinks.One<Object> sink = Sinks.one();
        as("mine", () -> Mono.zip(Mono.just(1), sink.asMono()).subscribeWith(looking()));
        as("another's", () -> sink.tryEmitValue("item"));
        assertThat(seen()).isEqualTo("mine");
    }

    // RxJava

    @Test
    void workers_of_a_trampoline_anothers_where_another_drains_it() throws Exception {
        Registration bridge = dev.ambient.rxjava3.RxJavaBridge.install();
        io.reactivex.rxjava3.schedulers.TestScheduler time = new io.reactivex.rxjava3.schedulers.TestScheduler();
        as("mine", () -> time.createWorker().schedule(this::look));
        as("another's", time::triggerActions);
        bridge.close();
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void a_combiner_on_raw_publishers_anothers_where_another_emits() throws Exception {
        Registration bridge = dev.ambient.rxjava3.RxJavaBridge.install();
        List<Subscriber<? super String>> subscribers = new ArrayList<>();
        Publisher<String> raw = subscriber -> {
            subscribers.add(subscriber);
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        };
        as(
                "mine",
                () -> Flowable.zip(List.of(raw, raw), both -> {
                            look();
                            return both;
                        })
                        .subscribe());
        as("another's", () -> subscribers.forEach(subscriber -> subscriber.onNext("item")));
        bridge.close();
        assertThat(seen()).isEqualTo("another's");
    }

    @Test
    void parallel_streams_none_on_a_worker() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        as(
                "mine",
                () -> IntStream.range(0, 2).parallel().forEach(part -> {
                    both.countDown();
                    try {
                        assertThat(both.await(1, TimeUnit.MINUTES)).isTrue(); // so that two threads take part
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    if (Thread.currentThread().getName().startsWith("ForkJoinPool")) {
                        look();
                    }
                }));
        assertThat(seen()).isEqualTo(NONE);
    }

    // What the diagnostics say of it

    @Test
    void the_diagnostics_name_the_library_and_the_cure() {
        Registration diagnostics = Diagnostics.install();
        AtomicReference<Explanation> explained = new AtomicReference<>();
        SettableFuture<String> future = SettableFuture.create();
        as("mine", () -> {
            Future<String> unused = Futures.transform(
                    future,
                    item -> {
                        explained.set(Diagnostics.explain(REQUEST_ID));
                        return item;
                    },
                    MoreExecutors.directExecutor());
        });
        as("another's", () -> future.set("item"));
        diagnostics.close();
        assertThat(explained.get().reason()).as("%s", explained).isEqualTo(Reason.NOT_REACHED);
        assertThat(explained.get().found()).isEqualTo("another's");
        assertThat(explained.get().value()).isEqualTo("mine");
        assertThat(explained.get().why()).contains("com.google.common.util.concurrent", "the code that completed it");
        assertThat(explained.get().fix()).contains("AmbientContext.capture().wrap");
    }

    @Test
    void the_diagnostics_say_what_works_for_nobody() throws Exception {
        Registration diagnostics = Diagnostics.install();
        CompletableFuture<Explanation> explained = new CompletableFuture<>();
        DisposableServer server = reactor.netty.http.server.HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sendString(reactor.core.publisher.Mono.just("body")))
                .bindNow(Duration.ofMinutes(1));
        ConnectionProvider connections = ConnectionProvider.builder("evicting")
                .maxConnections(1)
                .evictInBackground(Duration.ofMillis(10))
                .evictionPredicate((connection, metadata) -> {
                    Explanation explanation = Diagnostics.explain(REQUEST_ID);
                    if (explanation.reason() == Reason.BACKGROUND) { // it is asked as connections are released, too
                        explained.complete(explanation);
                    }
                    return false;
                })
                .build();
        reactor.netty.http.client.HttpClient client = reactor.netty.http.client.HttpClient.create(connections)
                .host("127.0.0.1")
                .port(server.port());
        as("mine", () -> client.get().uri("/").responseContent().aggregate().block(Duration.ofMinutes(1)));
        Explanation explanation = explained.get(1, TimeUnit.MINUTES);
        connections.disposeLater().block(Duration.ofMinutes(1));
        server.disposeNow(Duration.ofMinutes(1));
        diagnostics.close();
        assertThat(explanation.isPresent()).as("%s", explanation).isFalse();
        assertThat(explanation.why()).contains("in the background");
    }
}
