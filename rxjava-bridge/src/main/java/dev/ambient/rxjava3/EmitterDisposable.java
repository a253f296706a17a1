/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.MaybeEmitter;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Disposes what the program has given to an emitter, in the flow's context. An emitter of one item takes that out before it signals and
 * disposes it after the signal, so no boundary below can do so.
 *
 * <p>This object is put into the emitter before the program has the emitter. When the program puts another object in its place, the
 * emitter disposes this one. At that moment it wraps the program's object and puts the wrapper in its place.
 *
 * <p>RxJava's emitters of one item are the atomic reference that holds the object. If an emitter is not one, what it disposes runs in no
 * context.
 */
final class EmitterDisposable implements Disposable {

    private final AtomicReference<@Nullable Disposable> emitter;
    private final AbstractBoundary boundary;

    /** The program's object; {@code null} before it has given one. */
    private final @Nullable Disposable given;

    private EmitterDisposable(
            AtomicReference<@Nullable Disposable> emitter, AbstractBoundary boundary, @Nullable Disposable given) {
        this.emitter = emitter;
        this.boundary = boundary;
        this.given = given;
    }

    /** Puts one into an emitter of one item. Does nothing to other upstreams. */
    @SuppressWarnings("unchecked") // an emitter that is a Disposable refers to a Disposable
    static void guard(Disposable emitter, AbstractBoundary boundary) {
        if (emitter instanceof AtomicReference
                && (emitter instanceof SingleEmitter
                        || emitter instanceof MaybeEmitter
                        || emitter instanceof CompletableEmitter)) {
            AtomicReference<@Nullable Disposable> reference = (AtomicReference<@Nullable Disposable>) emitter;
            reference.compareAndSet(null, new EmitterDisposable(reference, boundary, null));
        }
    }

    @Override
    public void dispose() {
        Disposable now = emitter.get();
        if (now != null && now != this && !(now instanceof EmitterDisposable) && !((Disposable) emitter).isDisposed()) {
            emitter.compareAndSet(now, new EmitterDisposable(emitter, boundary, now));
        }
        if (given != null) {
            Boundary here = AmbientContext.boundary();
            long mark = here.mark();
            AmbientContext before = here.enter(boundary.upstreamContext());
            try {
                given.dispose();
            } finally {
                here.exit(before, mark);
            }
        }
    }

    @Override
    public boolean isDisposed() {
        return given != null && given.isDisposed();
    }
}
