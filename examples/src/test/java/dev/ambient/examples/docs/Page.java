/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file the page, relative to the root of the repository
 * @param text what it says
 */
record Page(Path file, String text) {

    static final Path ROOT = Path.of("..");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]+`");

    /** A block of code: its language, which may be empty, and its lines. */
    record Block(String language, String code) {}

    /** The pages at the top of the repository, and all below docs/. */
    static List<Page> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path file) {
        try {
            return new Page(ROOT.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    /** The blocks of Java and Kotlin, but for those of Gradle, which are not run here. */
    List<String> programs() {
        return blocks().stream()
                .filter(block -> block.language().equals("java")
                        || (block.language().equals("kotlin") && !block.code().contains("implementation(")))
                .map(Block::code)
                .toList();
    }

    List<String> links() {
        String prose = INLINE_CODE.matcher(withoutBlocks()).replaceAll("code");
        return LINK.matcher(prose).results().map(found -> found.group(1)).toList();
    }

    List<String> inlineCode() {
        return INLINE_CODE
                .matcher(withoutBlocks())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** What a link can name after {@code #}, as GitHub makes it of the headings. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        for (MatchResult heading : HEADING.matcher(withoutBlocks()).results().toList()) {
            String anchor = heading.group(1)
                    .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            for (int copy = 1; !anchors.add(copy == 1 ? anchor : anchor + "-" + (copy - 1)); copy++) {}
        }
        return anchors;
    }

    private String withoutBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
