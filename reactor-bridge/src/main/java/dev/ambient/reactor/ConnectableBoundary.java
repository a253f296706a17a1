/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.ConnectableFlux;

/** A boundary below a shared flow, for each of its subscribers. A call of connect is passed on in the caller's context. */
class ConnectableBoundary<T> extends ConnectableFlux<T> implements OwnOperator, Scannable {

    private final ConnectableFlux<T> source;

    private ConnectableBoundary(ConnectableFlux<T> source) {
        this.source = source;
    }

    /** Returns the boundary. It is not declared to return a Flux, because Reactor's debug agent adds a checkpoint to such methods. */
    static <T> ConnectableBoundary<T> of(ConnectableFlux<T> source) {
        return source instanceof Fuseable ? new OfFuseable<>(source) : new ConnectableBoundary<>(source);
    }

    @Override
    public final void connect(Consumer<? super Disposable> cancelSupport) {
        source.connect(cancelSupport);
    }

    @Override
    public final int getPrefetch() {
        return source.getPrefetch();
    }

    @Override
    public final void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriptions.subscribe(source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public final @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, source);
    }

    @Override
    public final String stepName() {
        return OwnOperator.stepName(source);
    }

    @Override
    public final String toString() {
        return source.toString();
    }

    /** The same for a source that is fuseable, so that the operator below tries to fuse with it. */
    private static final class OfFuseable<T> extends ConnectableBoundary<T> implements Fuseable {

        OfFuseable(ConnectableFlux<T> source) {
            super(source);
        }
    }
}
