/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The five of them. */
final class Kinds {

    static final Kind<Flowable<Object>> FLOWABLE = new FlowableKind();
    static final Kind<Observable<Object>> OBSERVABLE = new ObservableKind();
    static final Kind<Single<Object>> SINGLE = new SingleKind();
    static final Kind<Maybe<Object>> MAYBE = new MaybeKind();
    static final Kind<Completable> COMPLETABLE = new CompletableKind();
    static final List<Kind<?>> ALL = List.of(FLOWABLE, OBSERVABLE, SINGLE, MAYBE, COMPLETABLE);

    private Kinds() {}

    /** That of a flow, or of what it implements; {@code null} if it is none. */
    static @Nullable Kind<?> of(Class<?> type) {
        return ALL.stream().filter(kind -> kind.has(type)).findFirst().orElse(null);
    }
}
