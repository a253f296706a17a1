/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static dev.ambient.spi.ContextListener.Purpose.CHANGES_CONTEXT;
import static dev.ambient.spi.ContextListener.Purpose.CHANGES_THREAD;
import static dev.ambient.spi.ContextListener.Purpose.END;
import static dev.ambient.spi.ContextListener.Purpose.FOREIGN;
import static dev.ambient.spi.ContextListener.Purpose.INNER;
import static dev.ambient.spi.ContextListener.Purpose.SHARED;
import static dev.ambient.spi.ContextListener.Purpose.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import dev.ambient.spi.ContextListener.Purpose;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners are notified of each boundary and its purpose when it is subscribed, and of none where none is needed. */
class PurposeTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Scheduler hop = Schedulers.trampoline();

    @Test
    void a_hop_of_each_type() {
        assertThat(purposes(Flowable.range(1, 2).observeOn(hop)::subscribe)).containsExactly(CHANGES_THREAD);
        assertThat(purposes(Flowable.range(1, 2).map(x -> x).observeOn(hop)::subscribe))
                .as("the hop asks from its thread")
                .containsExactly(CHANGES_THREAD, CHANGES_THREAD);
        assertThat(purposes(Flowable.range(1, 2).parallel(2).runOn(hop).sequential()::subscribe))
                .as("the last observer's, two rails below the hop, two above it, and that of what makes them")
                .containsExactly(UNKNOWN, CHANGES_THREAD, CHANGES_THREAD, UNKNOWN, UNKNOWN, UNKNOWN);
        assertThat(purposes(Observable.range(1, 2).observeOn(hop)::subscribe)).containsExactly(CHANGES_THREAD);
        assertThat(purposes(Single.just(1).observeOn(hop)::subscribe)).containsExactly(CHANGES_THREAD);
        assertThat(purposes(Maybe.just(1).observeOn(hop)::subscribe)).containsExactly(CHANGES_THREAD);
        assertThat(purposes(Completable.complete().observeOn(hop)::subscribe)).containsExactly(CHANGES_THREAD);
    }

    @Test
    void a_source_of_each_type_that_the_program_signals() {
        assertThat(purposes(Flowable.<Integer>create(emitter -> {}, BackpressureStrategy.BUFFER)::subscribe))
                .containsExactly(FOREIGN);
        assertThat(purposes(Flowable.fromPublisher(s -> {}).map(x -> x)::subscribe))
                .as("and above the last observer")
                .containsExactly(END, UNKNOWN);
        assertThat(purposes(PublishProcessor.create().map(x -> x)::subscribe)).containsExactly(END, FOREIGN);
        assertThat(purposes(Observable.create(emitter -> {})::subscribe)).containsExactly(FOREIGN);
        assertThat(purposes(Single.create(emitter -> {})::subscribe)).containsExactly(FOREIGN);
        assertThat(purposes(Maybe.create(emitter -> {})::subscribe)).containsExactly(FOREIGN);
        assertThat(purposes(Completable.create(emitter -> {})::subscribe)).containsExactly(FOREIGN);
    }

    @Test
    void a_shared_source_of_each_type() {
        assertThat(purposes(Flowable.never().cache()::subscribe)).startsWith(SHARED);
        assertThat(purposes(Flowable.never().publish()::subscribe)).containsExactly(SHARED);
        assertThat(purposes(Flowable.never().replay()::subscribe)).containsExactly(SHARED);
        assertThat(purposes(Flowable.never().share()::subscribe)).startsWith(SHARED);
        assertThat(purposes(Observable.never().cache()::subscribe)).startsWith(SHARED);
        assertThat(purposes(Observable.never().publish()::subscribe)).containsExactly(SHARED);
        assertThat(purposes(Observable.never().replay()::subscribe)).containsExactly(SHARED);
        assertThat(purposes(Single.never().cache()::subscribe)).startsWith(SHARED);
        assertThat(purposes(Maybe.never().cache()::subscribe)).startsWith(SHARED);
        assertThat(purposes(Completable.never().cache()::subscribe)).startsWith(SHARED);
    }

    @Test
    void inner_flows_of_each_type() {
        assertThat(purposes(Flowable.range(1, 2).flatMap(x -> Flowable.just(x))::subscribe))
                .containsExactly(INNER, INNER);
        assertThat(purposes(Observable.range(1, 2).flatMap(x -> Observable.just(x))::subscribe))
                .containsExactly(INNER, INNER);
        assertThat(purposes(Single.just(1).flatMap(x -> Single.just(x).hide())::subscribe))
                .contains(INNER);
        assertThat(purposes(Maybe.just(1).flatMap(x -> Maybe.just(x).hide())::subscribe))
                .contains(INNER);
        assertThat(purposes(
                        Completable.complete().andThen(Completable.complete().hide())::subscribe))
                .contains(INNER);
        assertThat(purposes(Flowable.range(1, 2).flatMapSingle(x -> Single.fromCallable(() -> x))::subscribe))
                .as("none for what is taken at once")
                .containsExactly(INNER, INNER);
        assertThat(purposes(
                        Observable.range(1, 2).flatMapCompletable(x -> Completable.fromAction(() -> {}))::subscribe))
                .as("none for what is taken at once")
                .containsExactly(INNER, INNER);
        assertThat(purposes(Single.just(1).map(x -> x).toFlowable()::subscribe)).containsExactly(INNER, INNER);
    }

    @Test
    void a_value_for_what_is_upstream_of_each_type() {
        var with = RxJavaBridge.<String, Object>put(VALUE, "other");
        assertThat(purposes(Flowable.never().compose(with)::subscribe)).containsExactly(CHANGES_CONTEXT);
        assertThat(purposes(Observable.never().compose(with)::subscribe)).containsExactly(CHANGES_CONTEXT);
        assertThat(purposes(Single.never().compose(with)::subscribe)).containsExactly(CHANGES_CONTEXT);
        assertThat(purposes(Maybe.never().compose(with)::subscribe)).containsExactly(CHANGES_CONTEXT);
        assertThat(purposes(Completable.never().compose(with)::subscribe)).containsExactly(CHANGES_CONTEXT);
        assertThat(purposes(Flowable.never().compose(RxJavaBridge.capture())::subscribe))
                .as("nothing is known of what is above it")
                .containsExactly(UNKNOWN);
    }

    @Test
    void the_last_observer_and_what_is_not_in_the_table() {
        assertThat(purposes(Flowable.range(1, 2).map(x -> x).filter(x -> true)::subscribe))
                .containsExactly(END);
        assertThat(purposes(Flowable.range(1, 2).zipWith(Flowable.just(1), (a, b) -> a)::subscribe))
                .startsWith(UNKNOWN);
    }

    @Test
    void each_subscription_is_told_of() {
        Flowable<Integer> flow = Flowable.range(1, 2).map(x -> x);
        assertThat(purposes(() -> {
                    flow.subscribe();
                    flow.subscribe();
                }))
                .containsExactly(END, END);
    }

    @Test
    void none_above_what_takes_an_inner_source_that_only_signals() {
        assertThat(purposes(Flowable.range(1, 2).flatMap(x -> Flowable.range(1, 2))::subscribe))
                .containsExactly(INNER, INNER);
        assertThat(purposes(Observable.range(1, 2).flatMap(x -> Observable.range(1, 2))::subscribe))
                .containsExactly(INNER, INNER);
    }

    /** Returns the purpose of each boundary, from the last observer up, in the order of subscription. */
    private static List<Purpose> purposes(Runnable subscribing) {
        List<Purpose> purposes = new ArrayList<>();
        try (Registration recording = AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void bounded(String whose, Purpose purpose) {
                assertThat(whose).isEqualTo("RxJava");
                purposes.add(purpose);
            }
        })) {
            assertThat(recording).isNotNull();
            subscribing.run();
        }
        return purposes;
    }
}
