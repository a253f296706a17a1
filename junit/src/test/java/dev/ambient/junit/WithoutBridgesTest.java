/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridges are optional: a bridge that is not on the class path is not installed, and everything else works. */
class WithoutBridgesTest {

    /** Returns a loader for the class path of this test, without the entries that contain a text. */
    private static URLClassLoader without(String... texts) {
        return new URLClassLoader(
                Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(System.getProperty("java.class.path"))
                        .filter(entry -> Stream.of(texts).noneMatch(entry::contains))
                        .map(WithoutBridgesTest::url)
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (Exception e) {
            throw new AssertionError(entry, e);
        }
    }

    private static void installIn(ClassLoader loader) throws Exception {
        Constructor<?> bridges =
                loader.loadClass(InstalledBridges.class.getName()).getDeclaredConstructor();
        bridges.setAccessible(true);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader); // Micrometer looks for accessors there
        try {
            ((AutoCloseable) bridges.newInstance()).close();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        loader.loadClass(AmbientExtension.class.getName()).getConstructor().newInstance();
    }

    @Test
    void no_bridge_is_on_the_class_path() throws Exception {
        try (URLClassLoader loader = without("reactor-bridge", "rxjava-bridge", "reactor-core", "rxjava")) {
            assertThatThrownBy(() -> loader.loadClass("dev.ambient.reactor.ReactorBridge"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("dev.ambient.rxjava3.RxJavaBridge"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatCode(() -> installIn(loader)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reactor", "rxjava"})
    void one_bridge_is_on_the_class_path(String missing) throws Exception {
        try (URLClassLoader loader = without(missing)) {
            assertThatCode(() -> installIn(loader)).doesNotThrowAnyException();
        }
    }
}
