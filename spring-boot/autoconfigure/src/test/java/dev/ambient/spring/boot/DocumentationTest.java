/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The guide names each property, with its default, and no other. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../../docs/how-to/spring-boot.md");

    @Test
    void the_guide_has_each_property() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        try (Stream<String> lines = Files.lines(PAGE)) {
            lines.filter(line -> line.startsWith("| `ambient.")).forEach(line -> {
                String[] cells = line.split("\\|");
                documented.put(bare(cells[1]), cells[2].contains("`") ? bare(cells[2]) : "");
            });
        }
        assertThat(documented).isEqualTo(properties());
    }

    /** Their names and defaults. */
    static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        collect("ambient", AmbientProperties.class, properties);
        return properties;
    }

    private static String bare(String cell) {
        return cell.strip().replace("`", "");
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> properties) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        for (Parameter parameter : constructor.getParameters()) {
            Name name = parameter.getAnnotation(Name.class);
            String property = prefix + "." + dashed(name == null ? parameter.getName() : name.value());
            if (parameter.getType().isRecord()) {
                collect(property, parameter.getType(), properties);
            } else if (parameter.getType() == Map.class) {
                collect(property + ".<name>", AmbientProperties.Value.class, properties);
            } else {
                DefaultValue value = parameter.getAnnotation(DefaultValue.class);
                properties.put(property, value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static String dashed(String name) {
        String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return ConfigurationPropertyName.of(dashed).toString();
    }
}
