/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;

/**
 * Notified of what happens to contexts, on all threads. For the authors of tools that show where a value went.
 *
 * <pre>{@code
 * Registration registration = AmbientRegistry.global().listen(new ContextListener() {
 *     public void captured(AmbientContext context) {
 *         log(Thread.currentThread(), "captured", context.describe());
 *     }
 * });
 * }</pre>
 *
 * <p>A boundary in which the right context is current already changes nothing, so there is no notification.
 *
 * <p><b>Threads.</b> Called on the thread on which it happens, by several threads at once, on the hottest paths. A listener is not notified
 * of what it does to contexts itself.
 *
 * <p><b>Failure.</b> What a listener throws is {@linkplain AmbientRegistry#reportTo reported} and goes no further.
 *
 * <p><b>Cost.</b> While there is no listener, a field is read at each capture and at each change of the context.
 *
 * @see AmbientRegistry#listen
 */
public interface ContextListener {

    /** How another context became current. */
    enum Step {
        /** A value was set, unset or bound. */
        SET,
        /** A scope or boundary began. */
        ENTERED,
        /** A scope or boundary ended, and the context before it is restored. */
        LEFT
    }

    /** Why a bridge has put a boundary between a source and its subscriber. */
    enum Purpose {
        /** The source signals on other threads. */
        CHANGES_THREAD,
        /** Upstream has another context than downstream. */
        CHANGES_CONTEXT,
        /** The source serves many subscribers, or is subscribed for many. */
        SHARED,
        /** The source belongs to another library, or a program emits to it. */
        FOREIGN,
        /** The subscriber has several sources or attempts, and none may see what is set in another. */
        INNER,
        /** The subscriber is the program's own: it may request and cancel on any thread. */
        END,
        /** The source is not known to signal on the thread on which it is signalled. */
        UNKNOWN
    }

    /**
     * Called when another context has become current on this thread.
     *
     * @param previous what was current
     * @param current what is current now
     * @param step why
     */
    default void switched(AmbientContext previous, AmbientContext current, Step step) {}

    /**
     * Called when the context for work that starts here was captured.
     *
     * @param context what was captured; empty where flow is {@linkplain AmbientContext#isFlowSuppressed suppressed}
     */
    default void captured(AmbientContext context) {}

    /**
     * Called when values were given to a flow that is being assembled on this thread, to be seen where it runs: {@code
     * contextWrite(ReactorBridge.put(KEY, value))}.
     *
     * @param values these values, and no others
     */
    default void given(AmbientContext values) {}

    /**
     * Called when an operator was assembled on this thread that changes the context of its flow by a function of the program: {@code
     * contextWrite(context -> context.put("tenant", "acme"))}.
     *
     * @param operator its name
     */
    default void assembled(String operator) {}

    /**
     * Called when a flow has come to a boundary with entries of its own in its carrier, such as Reactor's {@code Context}.
     *
     * @param keys the keys of the entries, those of mirrored values and foreign thread-locals among them
     */
    default void carried(Iterable<?> keys) {}

    /**
     * Called when a bridge has put a boundary into a flow that is subscribed.
     *
     * @param bridge the name of the bridge: {@code Reactor} or {@code RxJava}
     * @param purpose why
     */
    default void bounded(String bridge, Purpose purpose) {}

    /**
     * Called when a scope was opened on this thread, while scopes are {@linkplain AmbientRegistry#recordScopes recorded}.
     *
     * @param around what was current before, and will be when it is closed
     * @param opening where it was opened: the cause of each problem with this scope, or suppressed by the cause where one problem
     *     concerns several scopes
     */
    default void opened(AmbientContext around, Throwable opening) {}

    /**
     * Called when a value was read that is not set here.
     *
     * @param key the key
     */
    default void missed(Ambient<?> key) {}

    /**
     * Called when hooks were installed or uninstalled.
     *
     * @param what the name of the installation: {@code Reactor bridge}
     * @param inPlace whether they are installed now
     */
    default void installed(String what, boolean inPlace) {}

    /**
     * Called for each registration that was added to or removed from a {@link HookInstallation}, also where the hooks stay as they are.
     *
     * @param what the name of the installation
     * @param registration the object that {@link HookInstallation#add} returns
     * @param held whether it was added
     */
    default void held(String what, Registration registration, boolean held) {}

    /**
     * Called when a problem was reported, after the {@linkplain AmbientRegistry#reportTo reporter}.
     *
     * @param problem the problem
     */
    default void reported(Problem problem) {}
}
