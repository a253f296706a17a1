/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Installs the hooks of a bridge for as long as at least one registration is open.
 *
 * <pre>{@code
 * private static final HookInstallation INSTALLATION = new HookInstallation("my bridge", HOOKS::install, HOOKS::uninstall);
 *
 * public static Registration install() {
 *     return INSTALLATION.add();
 * }
 * }</pre>
 *
 * <p>The first registration installs the hooks, and closing the last uninstalls them. Those between change nothing, so two parts of a
 * program can install and uninstall a bridge without knowing of each other.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 */
public final class HookInstallation {

    private static final Pattern NUMBERS = Pattern.compile("^\\d+(\\.\\d+)*");

    private final String name;
    private final Runnable install;
    private final Runnable uninstall;
    private int registrations;

    /**
     * Creates an installation. Nothing is installed yet.
     *
     * @param name its name for people, as {@link ContextListener#installed} gets it
     * @param install installs the hooks; if it throws, nothing counts as installed
     * @param uninstall uninstalls them
     */
    public HookInstallation(String name, Runnable install, Runnable uninstall) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("the name of an installation must not be blank");
        }
        this.name = name;
        this.install = Objects.requireNonNull(install, "install");
        this.uninstall = Objects.requireNonNull(uninstall, "uninstall");
    }

    /**
     * Installs the hooks, unless they are installed.
     *
     * @return uninstalls the hooks, if it is the last that is closed
     */
    public Registration add() {
        Registration registration = new Held();
        boolean isFirst;
        synchronized (this) {
            isFirst = registrations == 0;
            if (isFirst) {
                install.run();
            }
            registrations++;
        }
        if (isFirst) { // without the lock, for which a thread may wait that a listener waits for
            notifyListeners(true);
        }
        notifyListeners(registration, true);
        return registration;
    }

    /**
     * Returns whether the hooks are installed.
     *
     * @return whether they are
     */
    public synchronized boolean isInstalled() {
        return registrations > 0;
    }

    private void remove(Registration registration) {
        notifyListeners(registration, false);
        boolean wasLast;
        synchronized (this) {
            wasLast = --registrations == 0;
            if (wasLast) {
                uninstall.run();
            }
        }
        if (wasLast) {
            notifyListeners(false);
        }
    }

    private void notifyListeners(boolean inPlace) {
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary().notifyListeners(listener -> listener.installed(name, inPlace));
        }
    }

    private void notifyListeners(Registration registration, boolean held) {
        if (AmbientRegistry.global()
                .hasListeners()) { // else the thread gets nothing from us, and keeps no class loader
            AmbientContext.boundary().notifyListeners(listener -> listener.held(name, registration, held));
        }
    }

    /** One registration. */
    private final class Held implements Registration {

        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                remove(this);
            }
        }
    }

    /**
     * Throws if a library is older than a bridge needs. The version is read from the manifest of its jar. Where the manifest does not name
     * the library, as in an image or in a jar that has several, the library is taken to be new enough.
     *
     * @param member a class of the library
     * @param library its name, which its {@code Bundle-SymbolicName} ends with
     * @param atLeast the oldest version that will do
     * @throws IllegalStateException if the library is older; the message names both versions
     */
    public static void requireVersion(Class<?> member, String library, String atLeast) {
        String version = versionOf(member, library);
        if (version != null && Version.parse(version).compareTo(Version.parse(atLeast)) < 0) {
            throw new IllegalStateException(library + " " + version + " is too old: Ambient's bridge needs " + atLeast
                    + " or later. Nothing was installed. Raise the version of " + library + ".");
        }
    }

    private static @Nullable String versionOf(Class<?> member, String library) {
        URL url = member.getResource(member.getSimpleName() + ".class");
        try {
            if (url != null && url.openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false);
                try (JarFile jar = connection.getJarFile()) {
                    return jar.getManifest() == null ? null : versionIn(jar.getManifest(), library);
                }
            }
        } catch (IOException e) {
            return null; // unreadable is as good as unknown: the library itself has loaded
        }
        return null;
    }

    private static @Nullable String versionIn(Manifest manifest, String library) {
        Attributes attributes = manifest.getMainAttributes();
        String name = attributes.getValue("Bundle-SymbolicName");
        String version = attributes.getValue("Bundle-Version");
        if (name == null || version == null || !name.endsWith(library)) {
            return null;
        }
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.find() ? numbers.group() : null; // OSGi adds a qualifier: 3.8.8.RELEASE
    }
}
