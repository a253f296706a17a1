/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reactivex.rxjava3.core.Flowable;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bridge with an RxJava that is too old. The build puts that jar into {@code target/old-rxjava}. */
class OldRxJavaTest {

    private static final Path OLD = Path.of("target", "old-rxjava", "rxjava-3.0.13.jar");

    @Test
    void rule_15_an_rxjava_that_is_too_old_is_refused_with_both_versions_and_nothing_is_installed() throws Exception {
        assertThat(OLD).exists();
        try (URLClassLoader loader =
                new URLClassLoader(classPathWithOldRxJava(), ClassLoader.getPlatformClassLoader())) {
            Class<?> bridge = loader.loadClass(RxJavaBridge.class.getName());
            assertThat(loader.loadClass(Flowable.class.getName())
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .isEqualTo(OLD.toUri().toURL());

            Throwable thrown = catchThrowable(() -> bridge.getMethod("install").invoke(null));

            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            assertThat(thrown.getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("rxjava", "3.0.13", "3.1.1");
            assertThat(bridge.getMethod("isInstalled").invoke(null)).isEqualTo(false);
            Class<?> plugins = loader.loadClass("io.reactivex.rxjava3.plugins.RxJavaPlugins");
            assertThat(plugins.getMethod("getScheduleHandler").invoke(null)).isNull();
            assertThat(plugins.getMethod("getOnFlowableSubscribe").invoke(null)).isNull();
        }
    }

    private static URL[] classPathWithOldRxJava() throws Exception {
        List<URL> urls = new ArrayList<>();
        urls.add(OLD.toUri().toURL());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("rxjava-3")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }
}
