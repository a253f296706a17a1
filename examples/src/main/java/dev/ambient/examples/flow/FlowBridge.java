/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ContextListener.Purpose;
import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
import java.util.List;
import java.util.concurrent.Flow.Publisher;
import java.util.function.UnaryOperator;

/**
 * Ambient values in every callback of a JDK {@code Flow}.
 *
 * <pre>{@code
 * FlowBridge.install();                                  // once, when the program starts
 *
 * Ambient.where(TENANT, "acme").run(() ->
 *     Streams.from(prices).subscribe(log));              // acme in each callback of log, on any thread
 * }</pre>
 *
 * <p>A flow sees what was current where it was subscribed. {@link #put} changes that for what is upstream of it.
 */
public final class FlowBridge {

    private static final HookGroup<AssemblyHook> HOOKS =
            new HookGroup<>(List.of(new AssemblyHook()), missing -> List.of(AssemblyHook.MISSING));

    private static final HookInstallation INSTALLATION =
            new HookInstallation("Flow bridge", HOOKS::install, HOOKS::uninstall);

    private FlowBridge() {}

    /** Installs the bridge for all streams that are assembled from now on. Installing twice changes nothing more. */
    public static Registration install() {
        Registration registration = INSTALLATION.add();
        HOOKS.mend(); // if somebody has removed the hook since
        return registration;
    }

    /** Returns whether the bridge is installed, with all its hooks. */
    public static boolean isInstalled() {
        return HOOKS.areCalled();
    }

    /** Bridges one publisher by hand: for publishers that no hook is called for, as the JDK calls none. */
    public static <T> Publisher<T> capture(Publisher<T> source) {
        return new BoundaryPublisher<>(source, UnaryOperator.identity(), Purpose.FOREIGN);
    }

    /** Sets an ambient value for what is upstream of the publisher that it returns. */
    public static <T, V> Publisher<T> put(Publisher<T> source, Ambient<V> key, V value) {
        AmbientContext given =
                AmbientContext.empty().with(key, value); // refuses null here, with the caller on the stack
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary().notifyListeners(listener -> listener.given(given));
        }
        return new BoundaryPublisher<>(source, context -> context.with(key, value), Purpose.CHANGES_CONTEXT);
    }

    /** Looks now and then whether the hook is still called, and has it reported if not. */
    static void sampleHooks(Boundary here) {
        if (here.isSampled()) {
            HOOKS.areCalled();
        }
    }
}
