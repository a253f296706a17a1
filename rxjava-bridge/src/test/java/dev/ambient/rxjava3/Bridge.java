/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Installs the bridge around each test, or leaves that to the test. After the test it checks that nothing is left of the bridge. */
final class Bridge implements BeforeEachCallback, AfterEachCallback {

    private final boolean install;
    private final List<Throwable> undeliverable = new CopyOnWriteArrayList<>();
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    private Bridge(boolean install) {
        this.install = install;
    }

    static Bridge installed() {
        return new Bridge(true);
    }

    static Bridge notInstalled() {
        return new Bridge(false);
    }

    /** Installs the bridge until the registration is closed or the test ends. */
    Registration install() {
        Registration registration = RxJavaBridge.install();
        registrations.add(registration);
        return registration;
    }

    /** Returns what went to {@code RxJavaPlugins.onError}. A test that expects something there removes it. */
    List<Throwable> undeliverable() {
        return undeliverable;
    }

    private void undeliverable(Throwable failure) {
        // RxJava reports a task that came too late for a worker that was disposed at the same time, bridge or not.
        if (!(failure.getCause() instanceof RejectedExecutionException)) {
            undeliverable.add(failure);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RxJavaPlugins.reset();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(AmbientContext.capture()).isSameAs(AmbientContext.empty());
        RxJavaPlugins.setErrorHandler(this::undeliverable);
        if (install) {
            install();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        registrations.forEach(Registration::close);
        registrations.clear();
        RxJavaPlugins.reset();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(AmbientContext.capture()).isSameAs(AmbientContext.empty());
        assertThat(undeliverable).isEmpty();
    }
}
