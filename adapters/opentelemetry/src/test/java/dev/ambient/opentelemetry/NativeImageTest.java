/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.ContextStorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metadata for native images names what {@code ServiceLoader} looks for. */
class NativeImageTest {

    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.ambient/ambient-opentelemetry");

    private static List<String> all(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(METADATA.resolve(file)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void the_provider_can_be_made() throws Exception {
        assertThat(all("reflect-config.json", "\"typeReachable\": \"([^\"]+)\""))
                .containsExactly(ContextStorageProvider.class.getName());
        assertThat(all("reflect-config.json", "\"name\": \"([a-z.]+[A-Z]\\w+)\""))
                .containsExactly(AmbientContextStorageProvider.class.getName());
        assertThat(all("reflect-config.json", "\"name\": \"(<init>)\", \"parameterTypes\": \\[\\]"))
                .hasSize(1);
        assertThat(AmbientContextStorageProvider.class.getConstructor()).isNotNull();
    }

    @Test
    void the_file_that_names_it_is_in_the_image() throws Exception {
        assertThat(all("resource-config.json", "\\\\\\\\Q([^\\\\]+)\\\\\\\\E"))
                .containsExactly("META-INF/services/" + ContextStorageProvider.class.getName());
    }
}
