/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other libraries' thread-locals travel through RxJava as ambient values do. */
class ForeignThreadLocalTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final ThreadLocal<String> foreign = new ThreadLocal<>();
    private final Collection<String> saw = new ConcurrentLinkedQueue<>();
    private Registration registration;

    @BeforeEach
    void register() {
        registration = AmbientRegistry.global().register("foreign", foreign);
    }

    @AfterEach
    void remove() {
        registration.close();
        foreign.remove();
    }

    private <T> T note(T item) {
        saw.add(String.valueOf(foreign.get()));
        return item;
    }

    @RepeatedTest(20)
    void rule_2_a_foreign_thread_local_is_there_in_every_callback() {
        try (Workers workers = new Workers()) {
            foreign.set("flow");
            Origin.OTHERS_THREAD
                    .flowable(workers)
                    .map(this::note)
                    .observeOn(workers.io)
                    .filter(x -> note(true))
                    .flatMapSingle(x -> Single.fromCallable(() -> note(x)).subscribeOn(workers.executor))
                    .doFinally(() -> note(0))
                    .blockingSubscribe(this::note);
        }
        assertThat(saw).hasSize(13).containsOnly("flow");
        assertThat(foreign.get()).isEqualTo("flow");
    }

    @RepeatedTest(20)
    void rule_7_a_flow_without_it_sees_none_and_the_thread_keeps_its_own() {
        try (Workers workers = new Workers()) {
            workers.others.execute(() -> foreign.set("the thread's"));
            Origin.OTHERS_THREAD.flowable(workers).map(this::note).blockingSubscribe();
            foreign.set("flow");
            Flowable<Integer> flow = Origin.OTHERS_THREAD.flowable(workers).map(this::note);
            flow.blockingSubscribe();
            foreign.remove();
            workers.others.execute(() -> note(0));
        }
        assertThat(saw).containsExactly("null", "null", "null", "flow", "flow", "flow", "the thread's");
    }

    /**
     * Below a scheduler the context is captured again where the source is subscribed. It is another object if an accessor reads another
     * value each time. Then the source's boundary does not hold the context of the boundary below.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_2_an_item_in_flight_when_the_flow_was_disposed_of_is_seen_with_it(boolean requestsOnScheduler) {
        RawSource raw = new RawSource();
        try (Registration another = AmbientRegistry.global().register("another each time", new ThreadLocal<>() {
            @Override
            public Object get() {
                return new Object();
            }
        })) {
            assertThat(another).isNotNull();
            foreign.set("flow");
            Disposable flow = Flowable.fromPublisher(raw)
                    .subscribeOn(Schedulers.from(Runnable::run), requestsOnScheduler)
                    .map(this::note)
                    .subscribe();
            foreign.set("other");
            flow.dispose();
            Soon.isReleased(new WeakReference<>(new Object()));
            raw.emit();
        }
        assertThat(saw).containsExactly("flow");
    }
}
