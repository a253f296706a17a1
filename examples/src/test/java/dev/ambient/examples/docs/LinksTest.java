/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each link within the repository leads to a file, and to a heading where it names one; the index knows every page. */
class LinksTest {

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_link_leads_somewhere(Page page) {
        assertThat(page.links().stream().filter(link -> !link.contains("://"))).allSatisfy(link -> {
            Path target = target(page, link);
            assertThat(target).as("%s in %s", link, page).exists();
            int anchor = link.indexOf('#');
            if (anchor >= 0) {
                assertThat(Page.of(target).anchors())
                        .as("headings of %s, for %s", target, page)
                        .contains(link.substring(anchor + 1));
            }
        });
    }

    @Test
    void the_index_names_every_page() throws Exception {
        Page index = Page.of(Page.ROOT.resolve("docs/README.md"));
        List<Path> named = index.links().stream()
                .filter(link -> !link.contains("://"))
                .map(link -> target(index, link))
                .toList();

        try (Stream<Path> files = Files.walk(Page.ROOT.resolve("docs"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !file.equals(Page.ROOT.resolve(index.file())))
                            .map(Path::normalize))
                    .allSatisfy(file -> assertThat(named).contains(file));
        }
    }

    private static Path target(Page page, String link) {
        String path = link.replaceAll("#.*", "");
        Path file = Page.ROOT.resolve(page.file());
        return path.isEmpty() ? file.normalize() : file.resolveSibling(path).normalize();
    }
}
