/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.Connector.BY_HAND;
import static dev.ambient.survival.rxjava.Row.driven;
import static dev.ambient.survival.rxjava.Row.shared;

import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** Subjects, driven by hand and subscribed to a source. */
final class SubjectRows {

    private SubjectRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                        rows("PublishSubject.create", p -> PublishSubject.create()),
                        rows("BehaviorSubject.create", p -> BehaviorSubject.create()),
                        rows("BehaviorSubject.createDefault", p -> BehaviorSubject.createDefault(0)),
                        rows("ReplaySubject.create", p -> ReplaySubject.create()),
                        rows("ReplaySubject.create, with capacity", p -> ReplaySubject.create(2)),
                        rows("ReplaySubject.createWithSize", p -> ReplaySubject.createWithSize(2)),
                        rows(
                                "ReplaySubject.createWithTime",
                                p -> ReplaySubject.createWithTime(1, TimeUnit.MINUTES, p.scheduler())),
                        rows(
                                "ReplaySubject.createWithTimeAndSize",
                                p -> ReplaySubject.createWithTimeAndSize(1, TimeUnit.MINUTES, p.scheduler(), 2)),
                        rows("AsyncSubject.create", p -> AsyncSubject.create()),
                        rows("UnicastSubject.create", p -> UnicastSubject.create()),
                        rows("UnicastSubject.create, delaying errors", p -> UnicastSubject.create(true)),
                        rows("UnicastSubject.create, with capacity", p -> UnicastSubject.create(2)),
                        rows("UnicastSubject.create, with a callback", p -> UnicastSubject.create(2, () -> {})),
                        rows(
                                "Subject.toSerialized",
                                p -> PublishSubject.create().toSerialized()),
                        ofOne())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> rows(String name, Function<Probe, Subject<Object>> make) {
        String type = name.substring(0, name.indexOf('.'));
        return Stream.of(
                driven(name, p -> {
                            Subject<Object> subject = make.apply(p);
                            p.emission().into(new Feed(subject::onNext, subject::onError, subject::onComplete));
                            return p.hopped(Kinds.OBSERVABLE, subject);
                        })
                        .and(signals(type)),
                shared(name + ", subscribed to a source", BY_HAND, p -> {
                            Subject<Object> subject = make.apply(p);
                            p.onConnect(() -> p.source(Kinds.OBSERVABLE).subscribe((Observer<Object>) subject));
                            return subject;
                        })
                        .and(signals(type)));
    }

    private static String[] signals(String type) {
        return type.equals("Subject")
                ? new String[] {}
                : new String[] {type + ".onNext", type + ".onError", type + ".onComplete", type + ".onSubscribe"};
    }

    private static Stream<Row> ofOne() {
        return Stream.of(
                driven("SingleSubject.create", p -> {
                            SingleSubject<Object> subject = SingleSubject.create();
                            p.emission().once(() -> subject.onSuccess(1), subject::onError);
                            return p.hopped(Kinds.SINGLE, subject);
                        })
                        .and("SingleSubject.onSuccess", "SingleSubject.onError"),
                shared("SingleSubject.onSubscribe", BY_HAND, p -> {
                    SingleSubject<Object> subject = SingleSubject.create();
                    p.onConnect(() -> p.source(Kinds.SINGLE).subscribe(subject));
                    return subject;
                }),
                driven("MaybeSubject.create", p -> {
                            MaybeSubject<Object> subject = MaybeSubject.create();
                            p.emission().once(() -> subject.onSuccess(1), subject::onError);
                            return p.hopped(Kinds.MAYBE, subject);
                        })
                        .and("MaybeSubject.onSuccess", "MaybeSubject.onError"),
                driven("MaybeSubject.onComplete", p -> {
                    MaybeSubject<Object> subject = MaybeSubject.create();
                    p.emission().once(subject::onComplete, subject::onError);
                    return p.hopped(Kinds.MAYBE, subject);
                }),
                shared("MaybeSubject.onSubscribe", BY_HAND, p -> {
                    MaybeSubject<Object> subject = MaybeSubject.create();
                    p.onConnect(() -> p.source(Kinds.MAYBE).subscribe(subject));
                    return subject;
                }),
                driven("CompletableSubject.create", p -> {
                            CompletableSubject subject = CompletableSubject.create();
                            p.emission().once(subject::onComplete, subject::onError);
                            return p.hopped(Kinds.COMPLETABLE, subject);
                        })
                        .and("CompletableSubject.onComplete", "CompletableSubject.onError"),
                shared("CompletableSubject.onSubscribe", BY_HAND, p -> {
                    CompletableSubject subject = CompletableSubject.create();
                    p.onConnect(() -> p.source(Kinds.COMPLETABLE).subscribe(subject));
                    return subject;
                }));
    }
}
