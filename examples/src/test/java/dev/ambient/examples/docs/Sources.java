/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The sources that the tests run: test classes, the classes of tests and examples that they name, those that these name, and so on. */
final class Sources {

    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b");

    private final List<String> run;

    private Sources(List<String> run) {
        this.run = run;
    }

    /** All sources below a folder that tests run. */
    static Sources below(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("target") || name.equals(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.toString().replace('\\', '/');
                if ((name.endsWith(".java") || name.endsWith(".kt"))
                        && (name.contains("/src/test/") || name.matches(".*/examples/(spring-boot/)?src/main/.*"))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Map<String, String> texts = new HashMap<>();
        for (Path file : files) {
            texts.put(file.toString(), Files.readString(file));
        }
        Set<String> named = new HashSet<>();
        List<String> run = new ArrayList<>();
        for (int before = -1; before < run.size(); ) {
            before = run.size();
            texts.entrySet().removeIf(source -> {
                String name = Path.of(source.getKey()).getFileName().toString().replaceFirst("\\.(java|kt)$", "");
                boolean runs =
                        named.contains(name) || TEST.matcher(source.getValue()).find();
                if (runs) {
                    named.addAll(List.of(source.getValue().split("\\W+")));
                    run.add(bare(source.getValue()));
                }
                return runs;
            });
        }
        return new Sources(run);
    }

    /**
     * Whether one of the sources has this code, but for comments, white space, {@code @Nullable}, and that a test keeps a
     * registration, to take it out. A blank line, or a comment that begins with {@code …}, may stand for code that is left out.
     */
    boolean run(String code) {
        List<String> parts = Pattern.compile("(?m)^\\s*(//\\s*….*)?$")
                .splitAsStream(code)
                .map(Sources::bare)
                .filter(part -> !part.isEmpty())
                .toList();
        return !parts.isEmpty() && run.stream().anyMatch(source -> has(source, parts));
    }

    private static boolean has(String source, List<String> parts) {
        int at = 0;
        for (String part : parts) {
            int found = source.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    private static String bare(String code) {
        return code.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//.*", "")
                .replaceAll("\\bRegistration \\w+ =", "")
                .replaceAll("\\s+|@Nullable", "");
    }
}
