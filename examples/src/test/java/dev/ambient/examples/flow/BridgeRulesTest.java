/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import static dev.ambient.examples.flow.Seen.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.ChangeListener;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.examples.flow.library.Streams;
import dev.ambient.junit.AmbientTest;
import dev.ambient.spi.ContextListener;
import io.micrometer.context.ThreadLocalAccessor;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Processor;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules that a bridge must keep, one test each; docs/how-to/write-a-bridge.md names them. */
class BridgeRulesTest {

    private final Source<String> source = new Source<>();
    private final Seen seen = new Seen();
    private Registration bridge;

    @BeforeEach
    void install() {
        bridge = FlowBridge.install();
    }

    @AfterEach
    void uninstall() {
        bridge.close();
    }

    private static void as(String tenant, Runnable block) {
        Ambient.where(TENANT, tenant).run(block);
    }

    private static void subscribeAs(String tenant, Publisher<String> flow, Subscriber<String> subscriber) {
        as(tenant, () -> flow.subscribe(subscriber));
    }

    /** Emits where another tenant is current. */
    private void emit(String item) {
        as("emitter", () -> source.subscriber.onNext(item));
    }

    private void complete() {
        as("emitter", () -> source.subscriber.onComplete());
    }

    @Test
    void rule_01_a_flow_sees_what_was_current_where_it_was_subscribed() {
        as("acme", () -> {
            Streams.from(source).subscribe(seen);
            TENANT.set("changed later");
        });
        emit("a");
        as("emitter", () -> {
            Source<String> other = new Source<>();
            Streams.from(other).subscribe(new Seen(item -> TENANT.set("changed inside")));
            other.subscriber.onNext("b");
            assertThat(TENANT.get()).isEqualTo("emitter");
        });

        assertThat(seen.signals).containsExactly("subscribed acme", "a acme");
    }

    /** Where a flow is subscribed in a callback of another: its mark must be taken after the capture. */
    @Test
    void rule_01_later_changes_of_a_foreign_thread_local_are_not_seen_either() {
        ThreadLocal<String> locale = new ThreadLocal<>();
        List<String> saw = new ArrayList<>();
        Source<String> inner = new Source<>();
        Registration registered = AmbientRegistry.global().register("locale", locale);
        try (registered) {
            subscribeAs("acme", Streams.from(source), new Seen(item -> {
                locale.set("de");
                Streams.from(inner).subscribe(new Seen(innerItem -> saw.add(locale.get())));
                locale.set("fr");
                inner.subscriber.onNext("b");
            }));
            emit("a");

            assertThat(saw).containsExactly("de");
            assertThat(locale.get()).isNull();
        }
    }

    @Test
    void rule_02_every_callback_of_a_subscription_sees_its_context() throws Exception {
        Seen failed = new Seen();
        Source<String> failing = new Source<>();
        subscribeAs("acme", Streams.map(Streams.from(source), item -> item + " for " + TENANT.get()), seen);
        subscribeAs("acme", Streams.from(failing), failed);

        Thread foreign = new Thread(() -> {
            emit("a");
            complete();
            as("emitter", () -> failing.subscriber.onError(new IllegalStateException("failed")));
        });
        foreign.start();
        foreign.join();
        as("whoever asks", () -> {
            seen.subscription.request(1);
            seen.subscription.cancel();
        });

        assertThat(seen.signals).containsExactly("subscribed acme", "a for acme acme", "complete acme");
        assertThat(failed.signals).containsExactly("subscribed acme", "failed acme");
        assertThat(source.asked.subList(0, 2)).containsExactly("subscribe acme", "request all acme");
        assertThat(source.asked.subList(2, 4)).doesNotContain("request 1 whoever asks", "cancel whoever asks");
    }

    @Test
    void rule_02_a_value_that_is_put_is_seen_upstream_and_not_downstream() {
        Publisher<String> upstream = Streams.map(Streams.from(source), item -> item + " for " + TENANT.get());

        subscribeAs("acme", FlowBridge.put(upstream, TENANT, "initech"), seen);
        emit("a");
        as("whoever asks", () -> seen.subscription.cancel());

        assertThat(source.asked).containsExactly("subscribe initech", "request all initech", "cancel initech");
        assertThat(seen.signals).containsExactly("subscribed acme", "a for initech acme");
        assertThatThrownBy(() -> FlowBridge.put(source, TENANT, null)).hasMessageContaining("tenant");
    }

    @Test
    void rule_02_a_publisher_that_no_hook_is_called_for_is_bridged_by_hand() {
        bridge.close();
        subscribeAs("acme", FlowBridge.capture(source), seen);
        emit("a");

        assertThat(source.asked).containsExactly("subscribe acme", "request all acme");
        assertThat(seen.signals).containsExactly("subscribed acme", "a acme");
    }

    @Test
    void rule_03_inner_publishers_belong_to_where_they_were_subscribed_and_a_retry_begins_anew() {
        Source<String> inner = new Source<>();
        Seen innerSeen = new Seen();
        Seen retrying =
                new Seen(item -> {
                    subscribeAs("inner", Streams.from(inner), innerSeen);
                    TENANT.set("changed");
                }) {
                    @Override
                    public void onError(Throwable failure) {
                        Streams.from(source).subscribe(seen);
                    }
                };
        subscribeAs("acme", Streams.from(source), retrying);
        emit("a");
        as("emitter", () -> inner.subscriber.onNext("b"));
        as("emitter", () -> source.subscriber.onError(new IllegalStateException("again")));
        emit("c");

        assertThat(innerSeen.signals).containsExactly("subscribed inner", "b inner");
        assertThat(seen.signals).containsExactly("subscribed acme", "c acme");
    }

    @Test
    void rule_04_each_subscriber_of_a_shared_source_sees_its_own_values() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Seen> all = new ArrayList<>();
        try (Relay shared = new Relay(pool)) {
            subscribeAs("connector", Streams.from(source), shared);
            Publisher<String> flow = Streams.from(shared);
            for (int i = 0; i < 20; i++) {
                all.add(new Seen());
                subscribeAs("tenant" + i, flow, all.get(i));
            }
            emit("a");
            complete();

            assertThat(shared.saw).containsExactly("connector");
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).ended.get(60, TimeUnit.SECONDS);
            String tenant = " tenant" + i;
            assertThat(all.get(i).signals).containsExactly("subscribed" + tenant, "a" + tenant, "complete" + tenant);
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Shares what is upstream of it. */
    private static final class Relay extends SubmissionPublisher<String> implements Processor<String, String> {

        final List<String> saw = new CopyOnWriteArrayList<>();

        Relay(Executor executor) {
            super(executor, 8);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String item) {
            saw.add(TENANT.get());
            submit(item);
        }

        @Override
        public void onError(Throwable failure) {
            closeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            close();
        }
    }

    @Test
    void rule_05_what_a_callback_sets_ends_with_it() {
        Seen setting = new Seen(item -> {
            TENANT.set("changed");
            if (item.equals("b")) {
                throw new IllegalStateException("failed");
            }
        });
        subscribeAs("acme", Streams.from(source), setting);
        emit("a");
        as("emitter", () -> {
            assertThatThrownBy(() -> source.subscriber.onNext("b")).hasMessage("failed");
            assertThat(TENANT.get()).isEqualTo("emitter");
        });
        emit("c");

        assertThat(setting.signals).containsExactly("subscribed acme", "a acme", "b acme", "c acme");
    }

    @Test
    void rule_06_work_that_outlives_the_flow_keeps_its_snapshot() {
        Queue<Runnable> later = new ArrayDeque<>();
        Executor background = AmbientExecutors.wrap((Executor) later::add);
        subscribeAs("acme", Streams.from(source), new Seen(item -> background.execute(() -> seen.note(item))));
        emit("a");
        complete();
        as("another", () -> later.forEach(Runnable::run));

        assertThat(seen.signals).containsExactly("a acme");
    }

    @Test
    void rule_07_a_pool_thread_is_as_it_was_before() throws Exception {
        ThreadLocal<String> locale = new ThreadLocal<>();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        List<String> saw = new CopyOnWriteArrayList<>();
        Registration registered = AmbientRegistry.global().register("locale", locale);
        try (registered) {
            Seen failing = new Seen(item -> {
                saw.add(locale.get());
                throw new IllegalStateException("failed");
            });
            try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(pool, 8)) {
                locale.set("de");
                subscribeAs("acme", Streams.from(publisher), failing);
                locale.remove();
                publisher.submit("a");
            }
            failing.ended.get(60, TimeUnit.SECONDS);
            Future<String> left = pool.submit(() -> TENANT.orElse("none") + " " + locale.get());

            assertThat(saw).containsExactly("de");
            assertThat(failing.signals).containsExactly("subscribed acme", "a acme", "failed acme");
            assertThat(left.get(60, TimeUnit.SECONDS)).isEqualTo("none null");
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void rule_08_many_threads_can_use_one_context() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Seen> both = new ArrayList<>();
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(pool, 8)) {
            Publisher<String> flow = Streams.from(publisher);
            as("acme", () -> {
                for (int i = 0; i < 2; i++) {
                    String own = "own" + i;
                    Seen each = new Seen(item -> {
                        TENANT.set(own);
                        meet(meeting);
                        assertThat(TENANT.get()).isEqualTo(own);
                    });
                    both.add(each);
                    flow.subscribe(each);
                }
            });
            publisher.submit("a");
            publisher.submit("b");
        }
        for (Seen each : both) {
            each.ended.get(60, TimeUnit.SECONDS);
            assertThat(each.signals).containsExactly("subscribed acme", "a acme", "b acme", "complete acme");
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rule_09_a_value_that_is_unset_stays_unset() {
        Ambient<String> region =
                Ambient.<String>builder("region").initial(() -> "eu").build();
        List<String> regions = new ArrayList<>();
        Seen unset = new Seen(item -> regions.add(region.get() + " " + region.isBound()));
        Streams.from(source).subscribe(unset);
        Ambient.where(region, "us").run(() -> emit("a"));

        assertThat(unset.signals).containsExactly("subscribed none", "a none");
        assertThat(regions).containsExactly("eu false");
    }

    @Test
    void rule_10_where_the_right_context_is_current_nobody_is_notified() {
        List<String> changes = new ArrayList<>();
        Registration listening = TENANT.onChange((previous, current, cause) -> changes.add(current));
        try (listening) {
            as("acme", () -> {
                changes.clear();
                Streams.from(source).subscribe(seen);
                source.subscriber.onNext("a");
                source.subscriber.onComplete();

                assertThat(changes).isEmpty();
            });
        }
        assertThat(seen.signals).containsExactly("subscribed acme", "a acme", "complete acme");
    }

    @Test
    void rule_11_listeners_are_notified_of_each_switch_and_stop_no_restore() {
        List<String> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        subscribeAs("acme", Streams.from(source), seen);
        ChangeListener<String> listener = (previous, current, cause) -> {
            changes.add(previous + " to " + current + " by " + cause);
            throw new IllegalStateException("a bad listener");
        };
        as("emitter", () -> {
            Registration reporting = AmbientRegistry.global().reportTo(problems::add);
            Registration listening = TENANT.onChange(listener);
            try (reporting;
                    listening) {
                source.subscriber.onNext("a");
            }
            assertThat(TENANT.get()).isEqualTo("emitter");
        });

        assertThat(changes).containsExactly("emitter to acme by SWITCH", "acme to emitter by SWITCH");
        assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.LISTENER_FAILED);
        assertThat(seen.signals).endsWith("a acme");
    }

    @Test
    void rule_12_where_flow_is_suppressed_a_flow_begins_empty() {
        as("acme", () -> {
            Scope suppressed = AmbientContext.suppressFlow();
            try (suppressed) {
                Streams.from(source).subscribe(seen);
                source.subscriber.onNext("a");
            }
        });

        assertThat(seen.signals).containsExactly("subscribed none", "a none");
    }

    @Test
    @AmbientTest(expect = Problem.Kind.SCOPE_LEFT_OPEN)
    void rule_13_a_scope_that_a_callback_leaves_open_ends_with_it() {
        Seen leaving = new Seen(item -> TENANT.bind("left open"));
        subscribeAs("acme", Streams.from(source), leaving);
        as("emitter", () -> {
            source.subscriber.onNext("a");
            assertThat(TENANT.get()).isEqualTo("emitter");
        });
        assertThat(leaving.signals).containsExactly("subscribed acme", "a acme");
    }

    @Test
    void rule_14_a_signal_goes_on_when_context_handling_fails() {
        List<Problem> problems = new ArrayList<>();
        Registration reporting = AmbientRegistry.global().reportTo(problems::add);
        Registration registered = AmbientRegistry.global().register(new FailingAccessor());
        try (reporting;
                registered) {
            subscribeAs("acme", Streams.from(source), seen);
            emit("a");
            emit("b");
            complete();
        }

        assertThat(seen.signals).containsExactly("subscribed acme", "a acme", "b acme", "complete acme");
        assertThat(problems).isNotEmpty().extracting(Problem::kind).containsOnly(Problem.Kind.ACCESSOR_FAILED);
    }

    /** Has another value each time that it is read, and cannot be written. */
    private static final class FailingAccessor implements ThreadLocalAccessor<Object> {

        @Override
        public Object key() {
            return "failing";
        }

        @Override
        public Object getValue() {
            return new Object();
        }

        @Override
        public void setValue(Object value) {
            throw new IllegalStateException("a bad accessor");
        }

        @Override
        public void setValue() {
            throw new IllegalStateException("a bad accessor");
        }
    }

    @Test
    void rule_15_installing_counts_goes_with_other_hooks_and_comes_off_cleanly() {
        List<Publisher<?>> others = new ArrayList<>();
        Streams.addHook("another", publisher -> {
            others.add(publisher);
            return publisher;
        });
        Registration second = FlowBridge.install();
        bridge.close();
        bridge.close(); // closing twice does nothing
        assertThat(FlowBridge.isInstalled()).isTrue();

        second.close();
        assertThat(FlowBridge.isInstalled()).isFalse();
        assertThat(Streams.from(source)).isSameAs(source);
        assertThat(others).containsExactly(source);
        assertThat(Streams.hasHook("another")).isTrue();
        Streams.removeHook("another");
    }

    @Test
    void rule_15_a_hook_that_somebody_removes_is_noticed_and_installed_again() {
        List<Problem> problems = new ArrayList<>();
        Publisher<String> assembledBefore = Streams.from(source);
        Registration reporting = AmbientRegistry.global().reportTo(problems::add);
        try (reporting) {
            Streams.resetHooks();
            for (int i = 0; i < 3 * 4096; i++) { // by one subscription in 4,096
                assembledBefore.subscribe(new Seen());
            }
            assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.HOOK_REMOVED); // and once
            assertThat(FlowBridge.isInstalled()).isFalse();

            FlowBridge.install().close();

            assertThat(FlowBridge.isInstalled()).isTrue();
        }
    }

    @Test
    void rule_16_the_signals_are_the_same_with_the_bridge_and_without() {
        List<String> with = trace();
        bridge.close();
        List<String> without = trace();

        assertThat(with).isEqualTo(without).isNotEmpty();
        assertThatThrownBy(() -> FlowBridge.capture(source).subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    /** Signals and requests in their order, with demand one by one and a cancel. */
    private static List<String> trace() {
        Source<String> traced = new Source<>();
        List<String> all = traced.asked;
        Subscriber<String> subscriber = new Subscriber<>() {
            private Subscription subscription;

            @Override
            public void onSubscribe(Subscription subscription) {
                this.subscription = subscription;
                all.add("onSubscribe");
                subscription.request(2);
            }

            @Override
            public void onNext(String item) {
                all.add(item);
                if (item.equals("b!")) {
                    subscription.cancel();
                } else {
                    subscription.request(1);
                }
            }

            @Override
            public void onError(Throwable failure) {
                all.add(failure.toString());
            }

            @Override
            public void onComplete() {
                all.add("onComplete");
            }
        };
        Streams.map(Streams.from(traced), item -> item + "!").subscribe(subscriber);
        traced.subscriber.onNext("a");
        traced.subscriber.onNext("b");
        traced.subscriber.onError(new IllegalStateException("failed"));
        return all;
    }

    @Test
    void rule_16_an_operator_that_passes_on_has_no_boundary_of_its_own() {
        List<String> boundaries = new ArrayList<>();
        ContextListener counting = new ContextListener() {
            @Override
            public void given(AmbientContext values) {
                boundaries.add("given " + values.get(TENANT));
            }

            @Override
            public void bounded(String bridge, Purpose purpose) {
                boundaries.add(bridge + " " + purpose);
            }
        };
        Registration listening = AmbientRegistry.global().listen(counting);
        try (listening) {
            Publisher<String> flow = Streams.from(source);
            for (int i = 0; i < 3; i++) {
                flow = Streams.map(flow, item -> item);
            }
            subscribeAs("acme", Streams.from(FlowBridge.put(flow, TENANT, "initech")), seen);
        }

        assertThat(boundaries).containsExactly("given initech", "Flow CHANGES_CONTEXT", "Flow UNKNOWN");
    }

    @Test
    void rule_17_a_late_signal_shows_no_value_of_whoever_happens_to_emit() {
        Ambient<Object> payload = Ambient.named("payload");
        WeakReference<Object> held = subscribeWith(payload);
        complete();
        for (int i = 0; i < 1000 && held.get() != null; i++) {
            System.gc();
        }
        assertThat(held.get()).as("the value of a flow that has ended").isNull();
        emit("late");

        assertThat(seen.signals).containsExactly("subscribed none", "complete none", "late none");
        Reference.reachabilityFence(source.subscriber);
    }

    /** In a method of its own, so that no local variable holds the value. */
    private WeakReference<Object> subscribeWith(Ambient<Object> payload) {
        Object value = new Object();
        Ambient.where(payload, value).run(() -> Streams.from(source).subscribe(seen));
        return new WeakReference<>(value);
    }
}
