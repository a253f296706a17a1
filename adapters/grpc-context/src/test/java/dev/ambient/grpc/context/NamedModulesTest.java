/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.grpc.AmbientGrpc;
import io.grpc.Context;
import io.grpc.override.ContextStorageOverride;
import io.micrometer.context.ContextRegistry;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What gRPC looks up by name, it finds in a named module and in a native image too. */
class NamedModulesTest {

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void grpc_finds_the_storage_in_a_named_module() throws Exception {
        Path[] path = Stream.of(
                        AmbientGrpc.class,
                        ContextStorageOverride.class,
                        Context.class,
                        Ambient.class,
                        ContextRegistry.class)
                .map(NamedModulesTest::place)
                .toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration()
                .resolveAndBind(
                        ModuleFinder.of(), ModuleFinder.of(path), Set.of("dev.ambient.grpc.context", "io.grpc"));
        ClassLoader loader = boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader("dev.ambient.grpc.context");

        Class<?> storage = loader.loadClass("dev.ambient.grpc.AmbientContextStorage");
        assertThat(storage.getModule().getDescriptor().isAutomatic()).isFalse();
        storage.getMethod("requireInstalled").invoke(null);
        Class<?> contexts = loader.loadClass("io.grpc.Context");
        assertThat(contexts.getMethod("current").invoke(null))
                .isSameAs(contexts.getField("ROOT").get(null));
    }

    @Test
    void the_metadata_for_native_images_names_the_storage_and_its_constructor() throws Exception {
        String name = ContextStorageOverride.class.getName();
        assertThat(ContextStorageOverride.class.getConstructor().getParameterCount())
                .isZero();
        for (String module : Set.of("grpc", "grpc-context")) {
            String metadata = Files.readString(Path.of("../" + module
                    + "/src/main/resources/META-INF/native-image/dev.ambient/ambient-" + module
                    + "/reflect-config.json"));
            assertThat(metadata).contains("\"name\": \"" + name + "\"");
            var conditions = Pattern.compile("\"typeReachable\": \"([^\"]+)\"")
                    .matcher(metadata)
                    .results()
                    .toList();
            assertThat(conditions).isNotEmpty();
            for (var condition : conditions) {
                String type = condition.group(1);
                assertThat(Class.forName(type, false, getClass().getClassLoader())
                                .getName())
                        .isEqualTo(type);
            }
        }
    }
}
