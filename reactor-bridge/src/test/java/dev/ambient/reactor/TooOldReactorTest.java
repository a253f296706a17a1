/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ambient.Ambient;
import io.micrometer.context.ContextRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

/** On a Reactor that is too old for the bridge, install throws and changes nothing. */
class TooOldReactorTest {

    /** The folder to which the build copies it. */
    private static final Path OLD_REACTOR = Path.of("target", "old-reactor");

    private URLClassLoader loader;

    @BeforeEach
    void load() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Class<?> other : List.of(ReactorBridge.class, Ambient.class, ContextRegistry.class, Publisher.class)) {
            urls.add(other.getProtectionDomain().getCodeSource().getLocation());
        }
        try (Stream<Path> jars = Files.list(OLD_REACTOR)) {
            jars.forEach(jar -> urls.add(url(jar)));
        }
        loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void unload() throws IOException {
        loader.close();
    }

    @Test
    void installing_names_both_versions_and_what_to_do() {
        Throwable failure = catchThrowable(() -> invoke("dev.ambient.reactor.ReactorBridge", "install"));
        assertThat(failure)
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reactor-core")
                .hasMessageContaining(oldVersion())
                .hasMessageContaining("3.7");
    }

    @Test
    void nothing_is_installed_after_a_refusal() throws Exception {
        Object before = hooks();
        assertThat(catchThrowable(() -> invoke("dev.ambient.reactor.ReactorBridge", "install")))
                .isNotNull();
        assertThat(invoke("dev.ambient.reactor.ReactorBridge", "isInstalled")).isEqualTo(false);
        assertThat(hooks()).isEqualTo(before).asString().isEqualTo("[{}, {}, {}]");
    }

    @Test
    void a_second_try_is_refused_too() {
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> invoke("dev.ambient.reactor.ReactorBridge", "install")))
                    .cause()
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void it_is_the_old_reactor_that_is_asked() throws ClassNotFoundException {
        String from = loader.loadClass("reactor.core.publisher.Flux")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        assertThat(from).contains("reactor-core-" + oldVersion());
    }

    /** Returns the hooks that Reactor holds, each under its key. */
    private String hooks() throws Exception {
        List<Object> maps = new ArrayList<>();
        for (String method : List.of("getOnEachOperatorHooks", "getOnLastOperatorHooks")) {
            var getter = loader.loadClass("reactor.core.publisher.Hooks").getDeclaredMethod(method);
            getter.setAccessible(true);
            maps.add(getter.invoke(null));
        }
        var tasks = loader.loadClass("reactor.core.scheduler.Schedulers").getDeclaredField("onScheduleHooks");
        tasks.setAccessible(true);
        maps.add(tasks.get(null));
        return maps.toString();
    }

    private Object invoke(String type, String method) throws Exception {
        return loader.loadClass(type).getMethod(method).invoke(null);
    }

    private static String oldVersion() {
        String jar = Arrays.stream(OLD_REACTOR.toFile().list())
                .filter(name -> name.startsWith("reactor-core-"))
                .findFirst()
                .orElseThrow();
        return jar.substring("reactor-core-".length(), jar.length() - ".jar".length());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
