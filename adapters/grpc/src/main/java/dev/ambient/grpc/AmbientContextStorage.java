/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gRPC's {@link Context} in the ambient context, so that it goes wherever ambient values go: through executors, futures, Reactor
 * and RxJava.
 *
 * <p>gRPC looks for its storage by one fixed name, {@code io.grpc.override.ContextStorageOverride}. The artifact {@code
 * ambient-grpc-context} has a class of that name that extends this one; on the class path it is all that is needed. Other libraries ship
 * a class of the same name, and of several the first on the class path is used. {@link #requireInstalled} says whether that is ours, and
 * which others there are.
 *
 * <p>A {@code Context} that is attached stays until it is detached or until the scope, task or callback ends in which it was attached.
 * Attaching {@link Context#ROOT} removes it. A {@code detach} of what is not attached is logged as an error by the logger of the storage's
 * class, and restores what it is given.
 *
 * <p><b>Deadline and cancellation</b> are part of gRPC's {@code Context} and go with it: a call that is made in work that outlives its
 * request is cancelled when the request ends. Start such work in {@code Context.current().fork()}.
 *
 * <p><b>Threads.</b> One storage serves all threads.
 *
 * <p><b>Cost.</b> Reading takes a thread-local look-up. Attaching and detaching copy one or two small arrays each.
 */
public class AmbientContextStorage extends Context.Storage {

    static final Ambient<Context> CONTEXT = Ambient.named("grpc.context", Context.class);

    /** Creates a storage. All storages show the same. */
    public AmbientContextStorage() {} // gRPC forbids it to do anything

    /**
     * Returns whether gRPC keeps its {@code Context} in the ambient context.
     *
     * @return whether it does
     */
    public static boolean isInstalled() {
        return StorageOverride.IS_OURS;
    }

    /**
     * Checks that gRPC keeps its {@code Context} in the ambient context. For the start of a program. Where it does, and other libraries
     * wanted to replace the storage too, that is {@linkplain dev.ambient.AmbientRegistry#reportTo reported}.
     *
     * @throws IllegalStateException if it does not; the message names the class that it uses and where that comes from
     */
    public static void requireInstalled() {
        if (!isInstalled()) {
            throw new IllegalStateException(StorageOverride.whyNotInstalled());
        }
        StorageOverride.reportConflict();
    }

    @Override
    public Context doAttach(Context toAttach) {
        Context before = attached();
        attach(toAttach);
        return before;
    }

    @Override
    public void detach(Context toDetach, Context toRestore) {
        Context attached = attached();
        attach(toRestore);
        if (attached != toDetach) {
            // By the name of gRPC's class: whoever looks for gRPC's messages looks there.
            System.getLogger(getClass().getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "The gRPC Context to detach is not the current one. The one that was given to restore is"
                                    + " current now. Call detach on what was attached, with what attach returned, in"
                                    + " the same method.",
                            new Throwable());
        }
    }

    @Override
    public Context current() {
        return attached();
    }

    private static Context attached() {
        Context attached = stored();
        return attached == null ? Context.ROOT : attached;
    }

    /** Not by {@code CONTEXT.get()}, which tells the diagnostics when there is none. */
    private static @Nullable Context stored() {
        return AmbientContext.current().get(CONTEXT);
    }

    /** Nothing stands for the root, so that a thread that works for nobody refers to no class of gRPC's. */
    private static void attach(Context context) {
        if (context == Context.ROOT) {
            CONTEXT.unset();
        } else {
            CONTEXT.set(context);
        }
    }

    /** Returns a context with gRPC's Context as it is here. Where gRPC keeps that elsewhere, no switch of ours changes it. */
    static AmbientContext keepGrpcContext(AmbientContext context) {
        if (!StorageOverride.IS_OURS) {
            return context;
        }
        Context attached = stored();
        return attached == null ? context.without(CONTEXT) : context.with(CONTEXT, attached);
    }
}
