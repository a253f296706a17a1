/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules 1, 3, 5 and 12 for what runs on the subscriber's own thread while it subscribes. */
class LazySourceTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    /** Subscribes a flow that calls {@code call} while it is being subscribed. */
    interface Flow {
        void subscribe(Runnable call, RecordingObserver observer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_12_where_flow_is_suppressed_it_begins_in_the_empty_context(String name, Flow flow) {
        Ambient.where(VALUE, "suppressed").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                assertThat(scope).isNotNull();
                flow.subscribe(() -> seen.at("call"), new RecordingObserver(seen));
            }
        });
        assertThat(seen.names()).contains("call");
        assertThat(seen.values()).containsOnlyNulls();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_1_what_it_changes_is_invisible_to_the_subscriber_and_to_the_next_flow(String name, Flow flow) {
        Runnable call = () -> {
            seen.at("call");
            VALUE.set("changed");
        };
        Ambient.where(VALUE, "flow").run(() -> {
            flow.subscribe(call, new RecordingObserver(seen));
            seen.at("subscriber");
            flow.subscribe(call, new RecordingObserver(seen));
        });
        assertThat(seen.values("call")).hasSize(2);
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_5_what_it_changes_ends_also_where_it_throws(String name, Flow flow) {
        Ambient.where(VALUE, "flow").run(() -> {
            flow.subscribe(
                    () -> {
                        VALUE.set("changed");
                        throw new IllegalStateException("on purpose");
                    },
                    new RecordingObserver(seen));
            seen.at("subscriber");
        });
        assertThat(seen.names()).contains("onError");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    static Stream<Arguments> flows() {
        return Stream.of(
                row("Flowable.fromAction", (c, o) -> Flowable.fromAction(c::run).subscribe(o)),
                row(
                        "Flowable.fromCallable",
                        (c, o) -> Flowable.fromCallable(() -> after(c, 1)).subscribe(o)),
                row(
                        "Flowable.defer",
                        (c, o) ->
                                Flowable.defer(() -> after(c, Flowable.just(1))).subscribe(o)),
                row(
                        "Flowable.using",
                        (c, o) -> Flowable.using(() -> after(c, 1), resource -> Flowable.just(1), resource -> {})
                                .subscribe(o)),
                row(
                        "Flowable.error",
                        (c, o) -> Flowable.error(() -> after(c, new IllegalStateException("on purpose")))
                                .subscribe(o)),
                row(
                        "Flowable.fromIterable",
                        (c, o) -> Flowable.fromIterable(
                                        () -> after(c, List.of(1).iterator()))
                                .subscribe(o)),
                row(
                        "Flowable.publish",
                        (c, o) -> Flowable.just(1)
                                .hide()
                                .publish(shared -> after(c, shared))
                                .subscribe(o)),
                row(
                        "Flowable.scanWith",
                        (c, o) -> Flowable.just(1)
                                .hide()
                                .scanWith(() -> after(c, 0), (a, b) -> b)
                                .subscribe(o)),
                row(
                        "Flowable.retryWhen",
                        (c, o) -> Flowable.just(1)
                                .hide()
                                .retryWhen(all -> after(c, all))
                                .subscribe(o)),
                row(
                        "Observable.fromSupplier",
                        (c, o) -> Observable.fromSupplier(() -> after(c, 1)).subscribe(o)),
                row(
                        "Observable.create",
                        (c, o) -> Observable.create(emitter -> {
                                    c.run();
                                    emitter.onComplete();
                                })
                                .subscribe(o)),
                row(
                        "Observable.defer",
                        (c, o) -> Observable.defer(() -> after(c, Observable.just(1)))
                                .subscribe(o)),
                row(
                        "Single.fromCallable",
                        (c, o) -> Single.fromCallable(() -> after(c, 1)).subscribe(o)),
                row(
                        "Single.create",
                        (c, o) -> Single.create(emitter -> {
                                    c.run();
                                    emitter.onSuccess(1);
                                })
                                .subscribe(o)),
                row(
                        "Single.defer",
                        (c, o) -> Single.defer(() -> after(c, Single.just(1))).subscribe(o)),
                row("Maybe.fromAction", (c, o) -> Maybe.fromAction(c::run).subscribe(o)),
                row(
                        "Maybe.create",
                        (c, o) -> Maybe.create(emitter -> {
                                    c.run();
                                    emitter.onComplete();
                                })
                                .subscribe(o)),
                row(
                        "Maybe.defer",
                        (c, o) -> Maybe.defer(() -> after(c, Maybe.just(1))).subscribe(o)),
                row(
                        "Completable.fromRunnable",
                        (c, o) -> Completable.fromRunnable(c).subscribe(o)),
                row(
                        "Completable.create",
                        (c, o) -> Completable.create(emitter -> {
                                    c.run();
                                    emitter.onComplete();
                                })
                                .subscribe(o)),
                row(
                        "Completable.defer",
                        (c, o) -> Completable.defer(() -> after(c, Completable.complete()))
                                .subscribe(o)));
    }

    private static <T> T after(Runnable call, T item) {
        call.run();
        return item;
    }

    private static Arguments row(String name, Flow flow) {
        return Arguments.of(name, flow);
    }
}
