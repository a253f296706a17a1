/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running thread, as a bridge sees it. Makes the context of a flow current around one callback, without allocating.
 *
 * <pre>{@code
 * public void onNext(T item) {
 *     Boundary here = AmbientContext.boundary();
 *     long mark = here.mark();
 *     AmbientContext before = here.enter(context);
 *     try {
 *         actual.onNext(item);
 *     } finally {
 *         here.exit(before, mark);
 *     }
 * }
 * }</pre>
 *
 * <p>Everybody else is better served by {@link AmbientContext#run} and {@link AmbientContext#wrap(Runnable)}. Only this library
 * extends this class.
 *
 * <p><b>Threads.</b> Each thread has its own, and no other thread may use it. Ask {@link AmbientContext#boundary} for it in each
 * callback and keep it in no field: some thread pools erase thread-locals, and the thread has another one afterwards.
 *
 * <p><b>Failure.</b> A listener or a foreign thread-local that throws is {@linkplain AmbientRegistry#reportTo reported}, and the signal
 * goes on. Only the end of the stack is not hidden: {@link #enter(AmbientContext)} then throws a {@link StackOverflowError} and changes
 * nothing. {@link #exit} restores the context; what takes more stack (calling listeners, restoring foreign thread-locals) is done when this
 * object is used next. Where there is no stack even for the call of {@code exit}, the boundary around it restores the thread.
 *
 * <p><b>Foreign thread-locals</b> are neither read nor written where the enclosing boundary has made this very context current. The
 * callback then sees what the enclosing callback has written. That is undone when the boundary that made the context current is left. Where
 * a task, a block or a scope has made it current, or where a capture has found a value changed, each is read once on the way in and once on
 * the way out, and those that differ are written.
 *
 * <p><b>Cost.</b> No reference is written where the context is current already. Nothing is allocated, unless foreign thread-locals
 * differ.
 */
public abstract class Boundary {

    private @Nullable Object subject;
    private @Nullable Object finding;

    /** For this library alone. */
    protected Boundary() {}

    /**
     * Returns where this thread stands. Take it before {@link #enter(AmbientContext)} and pass it to {@link #exit}. Where the context to
     * enter is captured here, take the mark after {@link #capture}: capturing can find that the callback around has written foreign
     * thread-locals, and an older mark does not know that.
     *
     * @return the mark
     */
    public abstract long mark();

    /**
     * Makes a context current.
     *
     * @param next the context
     * @return what was current, to be passed to {@link #exit}
     * @throws StackOverflowError if there is too little stack for it and for the way back; then nothing has changed
     */
    public abstract AmbientContext enter(AmbientContext next);

    /**
     * Enters the context that is current already: what is set from here on ends with {@link #exit}.
     *
     * @return what is current, to be passed to {@code exit}
     */
    public abstract AmbientContext enter();

    /**
     * Restores the thread as it was before {@code enter}. Where the stack ends meanwhile, the rest is done when this object is
     * used next.
     *
     * @param before what {@code enter} returned
     * @param mark the mark from before {@code enter}
     */
    public abstract void exit(AmbientContext before, long mark);

    /**
     * Replaces a value also in what the scopes restore that were opened since a mark was taken, and are still open. For the authors of
     * adapters whose own scopes {@linkplain Ambient#set set}: one that is closed before such a scope would otherwise be seen again where
     * that is closed. Scopes around the innermost boundary are left alone.
     *
     * @param mark the mark from where the value was set
     * @param key the key
     * @param ended the value that has ended
     * @param value the value in place of it; {@code null} for none
     * @param <T> the type of the value
     */
    public abstract <T> void replaceInside(long mark, Ambient<T> key, T ended, @Nullable T value);

    /**
     * Returns what {@link AmbientContext#capture} returns, without looking this object up again.
     *
     * @return the current context, with the foreign thread-locals as they are now
     */
    public abstract AmbientContext capture();

    /**
     * Returns what a task should see that is handed on here: what {@link #capture} returns, unless the task is known not to be
     * work of the flow that hands it on. Call it wherever you capture for a task.
     *
     * @param task the task, as it was handed on
     * @return the context to run it in
     */
    public abstract AmbientContext captureFor(Object task);

    /**
     * Returns a weak reference to the context of a flow that has ended, for a boundary that may be kept after it. The boundaries of
     * one flow end one after the other on one thread, and share the reference.
     *
     * @param ended the context of the flow that has ended
     * @return the reference
     */
    public abstract WeakReference<AmbientContext> weakReferenceTo(AmbientContext ended);

    /**
     * Returns true about once in 4,096 calls on this thread: the time for a check that need not be made each time, such as whether
     * hooks are still called. Each thread counts for itself, so no thread waits for another's count.
     *
     * @return whether to make the check
     */
    public abstract boolean isSampled();

    /**
     * Keeps what was found out about an object, for calls on this thread that come from within the one that found it. A flow is subscribed
     * from the last operator to the first, and each needs to know what the one below it has found. Only the last finding is kept.
     *
     * <pre>{@code
     * here.remember(subscriber, found);
     * try {
     *     source.subscribe(subscriber);
     * } finally {
     *     here.forget();
     * }
     * }</pre>
     *
     * @param subject the object, compared by identity
     * @param finding what was found
     */
    public final void remember(Object subject, Object finding) {
        this.subject = subject;
        this.finding = finding;
    }

    /** Releases the last finding and its subject, which would otherwise be held as long as the thread lives. */
    public final void forget() {
        subject = null;
        finding = null;
    }

    /**
     * Returns the object about which something was found out last.
     *
     * @return the object; {@code null} if there is none
     */
    public final @Nullable Object subject() {
        return subject;
    }

    /**
     * Returns what was found out about the {@linkplain #subject subject}.
     *
     * @return what was found; {@code null} if there is nothing
     */
    public final @Nullable Object finding() {
        return finding;
    }

    /**
     * Notifies the listeners of what only a bridge knows. It allocates, so ask {@link AmbientRegistry#hasListeners} before. They are not
     * notified of what they do themselves. One that throws is reported.
     *
     * @param event calls a method of the listener
     */
    public abstract void notifyListeners(Consumer<ContextListener> event);
}
