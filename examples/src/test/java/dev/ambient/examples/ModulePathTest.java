/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The published jars on the module path, where it shows whether a module descriptor is right. */
class ModulePathTest {

    private static final Pattern NEEDED =
            Pattern.compile(".*(ambient-|core.target|bridge.target|diagnostics.target|reactor-core"
                    + "|reactive-streams|rxjava|context-propagation|jspecify).*");

    @Test
    void the_bridges_resolve_load_and_install_as_named_modules() throws Exception {
        Path[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NEEDED.matcher(entry).matches())
                .filter(entry -> !entry.contains("ambient-examples") && !entry.contains("examples/target"))
                .map(Path::of)
                .toArray(Path[]::new);
        Set<String> roots =
                Set.of("dev.ambient", "dev.ambient.reactor", "dev.ambient.rxjava3", "dev.ambient.diagnostics");
        Configuration configuration =
                ModuleLayer.boot().configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(path), roots);
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());

        ClassLoader loader = layer.findLoader("dev.ambient");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader); // Micrometer looks for accessors with it
        try {
            install(loader);
            explain(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void install(ClassLoader loader) throws Exception {
        for (String bridge : new String[] {"dev.ambient.reactor.ReactorBridge", "dev.ambient.rxjava3.RxJavaBridge"}) {
            Class<?> type = loader.loadClass(bridge);
            assertThat(type.getModule().isNamed()).isTrue();
            assertThat(type.getModule().getDescriptor().isAutomatic()).isFalse();
            AutoCloseable registration =
                    (AutoCloseable) type.getMethod("install").invoke(null);
            assertThat(type.getMethod("isInstalled").invoke(null)).isEqualTo(true);
            registration.close();
            assertThat(type.getMethod("isInstalled").invoke(null)).isEqualTo(false);
        }
    }

    private static void explain(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass("dev.ambient.diagnostics.Diagnostics");
        assertThat(type.getModule().isNamed()).isTrue();
        AutoCloseable registration = (AutoCloseable) type.getMethod("install").invoke(null);
        Class<?> keys = loader.loadClass("dev.ambient.Ambient");
        Object key = keys.getMethod("named", String.class).invoke(null, "key");
        assertThat(type.getMethod("explain", keys).invoke(null, key).toString()).contains("NEVER_SET");
        registration.close();
    }
}
