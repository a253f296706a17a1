/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.ConnectableFlux;

/** A boundary below a shared flow, for each of its subscribers. Whoever connects it does so as they are. */
final class ConnectableBoundary<T> extends ConnectableFlux<T> implements OwnOperator, Scannable {

    private final ConnectableFlux<T> source;

    ConnectableBoundary(ConnectableFlux<T> source) {
        this.source = source;
    }

    @Override
    public void connect(Consumer<? super Disposable> cancelSupport) {
        source.connect(cancelSupport);
    }

    @Override
    public int getPrefetch() {
        return source.getPrefetch();
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriber.subscribe(source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, source);
    }

    @Override
    public String stepName() {
        return OwnOperator.STEP;
    }
}
