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
 * What the program gives an emitter to dispose of, to be disposed of in the flow's context. An emitter of one item takes it
 * out before it signals and disposes of it afterwards, so it cannot be reached from below.
 *
 * <p>It is put into the emitter before the program has it. When the program puts something else in its place, the emitter
 * disposes of this one. That is the moment to take what is there now, and to stand in its place again.
 *
 * <p>These emitters are the atomic reference that holds it. Where one is not, its disposable runs in no context.
 */
final class EmittersDisposable implements Disposable {

    private final AtomicReference<@Nullable Disposable> emitter;
    private final AbstractBoundary boundary;

    /** What the program has given, {@code null} before it has. */
    private final @Nullable Disposable given;

    private EmittersDisposable(
            AtomicReference<@Nullable Disposable> emitter, AbstractBoundary boundary, @Nullable Disposable given) {
        this.emitter = emitter;
        this.boundary = boundary;
        this.given = given;
    }

    @SuppressWarnings("unchecked") // what else would an emitter that is a Disposable refer to
    static void guard(Disposable emitter, AbstractBoundary boundary) {
        if (emitter instanceof AtomicReference
                && (emitter instanceof SingleEmitter
                        || emitter instanceof MaybeEmitter
                        || emitter instanceof CompletableEmitter)) {
            AtomicReference<@Nullable Disposable> reference = (AtomicReference<@Nullable Disposable>) emitter;
            reference.compareAndSet(null, new EmittersDisposable(reference, boundary, null));
        }
    }

    @Override
    public void dispose() {
        Disposable now = emitter.get();
        if (now != null
                && now != this
                && !(now instanceof EmittersDisposable)
                && !((Disposable) emitter).isDisposed()) {
            emitter.compareAndSet(now, new EmittersDisposable(emitter, boundary, now));
        }
        if (given != null) {
            Boundary here = AmbientContext.boundary();
            long mark = here.mark();
            AmbientContext before = here.enter(boundary.above());
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
