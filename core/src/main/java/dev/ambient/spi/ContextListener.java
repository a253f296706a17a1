/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;

/**
 * Told what happens to contexts, on all threads: for those who write tools that show where a value went.
 *
 * <pre>{@code
 * Registration recording = AmbientRegistry.global().listen(new ContextListener() {
 *     public void captured(AmbientContext context) {
 *         log(Thread.currentThread(), "captured", context.describe());
 *     }
 * });
 * }</pre>
 *
 * <p>Nothing is told where nothing changes: a boundary in which the right context is current already is silent.
 *
 * <p><b>Threads.</b> Called on the thread on which it happens, from several at once, on the hottest of paths. What a
 * recorder itself does to contexts is not recorded.
 *
 * <p><b>Failure.</b> What a recorder throws is {@linkplain AmbientRegistry#reportTo reported} and goes no further.
 *
 * <p><b>Cost.</b> While there is none, a field is read at each capture and at each change of the context.
 *
 * @see AmbientRegistry#listen
 */
public interface ContextListener {

    /** How another context became current. */
    enum Step {
        /** A value was set, taken away or bound. */
        SET,
        /** A scope or boundary began. */
        ENTERED,
        /** A scope or boundary ended, and what was there before it is there again. */
        LEFT
    }

    /** Why a bridge has put a boundary between a source and who subscribes to it. */
    enum Purpose {
        /** The source hands signals to other threads. */
        CHANGES_THREAD,
        /** What is above it has another context than what is below it. */
        CHANGES_CONTEXT,
        /** The source serves many subscribers, or is subscribed on behalf of many. */
        SHARED,
        /** The source is another library's, or a program emits to it. */
        FOREIGN,
        /** The subscriber has several sources, or attempts, of which none may see what is set in another. */
        INNER,
        /** The subscriber is a program's own: nobody knows on which thread it asks. */
        END,
        /** The source is not known to signal in place. */
        UNKNOWN
    }

    /**
     * Another context is current on this thread.
     *
     * @param previous what was current
     * @param current what is
     * @param step how that came
     */
    default void switched(AmbientContext previous, AmbientContext current, Step step) {}

    /**
     * Work that starts here will see a context.
     *
     * @param context what was captured; empty where flow is {@linkplain AmbientContext#isFlowSuppressed suppressed}
     */
    default void captured(AmbientContext context) {}

    /**
     * Values were handed to a flow that is being put together on this thread, and will be seen where it runs: {@code
     * contextWrite(ReactorBridge.put(KEY, value))}.
     *
     * @param values them, and no others
     */
    default void given(AmbientContext values) {}

    /**
     * An operator was put together on this thread that changes its flow's context in a way that nobody sees: {@code
     * contextWrite(context -> context.put("tenant", "acme"))}.
     *
     * @param operator its name
     */
    default void assembled(String operator) {}

    /**
     * A flow has come to a boundary with entries of its own in its carrier, Reactor's {@code Context} say.
     *
     * @param keys under which, those of mirrored values and of foreign thread-locals among them; the values are not told
     */
    default void carried(Iterable<?> keys) {}

    /**
     * A flow was subscribed, and has a boundary more.
     *
     * @param bridge whose, for people: {@code Reactor} or {@code RxJava}
     * @param purpose what it is for
     */
    default void bounded(String bridge, Purpose purpose) {}

    /**
     * A scope was opened on this thread. Told only while scopes are {@linkplain AmbientRegistry#recordScopes recorded}.
     *
     * @param around what was current before, and will be when it is closed
     * @param opening where: the cause of each problem with this scope, or suppressed by it where one problem tells of
     *     several scopes
     */
    default void opened(AmbientContext around, Throwable opening) {}

    /**
     * A value was read that is not set here.
     *
     * @param key whose
     */
    default void missed(Ambient<?> key) {}

    /**
     * Hooks came or went.
     *
     * @param what which, for people: {@code Reactor bridge}
     * @param inPlace whether they are in place now
     */
    default void installed(String what, boolean inPlace) {}

    /**
     * Somebody holds hooks in place, or lets go of them. Told of each registration, also where others keep the hooks in.
     *
     * @param what which, for people
     * @param registration whose; the object that {@link HookInstallation#add} returns
     * @param held whether it holds them now
     */
    default void held(String what, Registration registration, boolean held) {}

    /**
     * Something went wrong with a context. The {@linkplain AmbientRegistry#reportTo reporter} is told as well.
     *
     * @param problem what
     */
    default void reported(Problem problem) {}
}
