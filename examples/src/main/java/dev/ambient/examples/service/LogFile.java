/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The file that {@code logback.xml} writes. */
final class LogFile {

    static final Path PATH = Path.of(System.getProperty("service.log", "target/service.log"));

    private LogFile() {}

    /** What a search for a request's id finds. */
    static List<String> linesOf(Request request) {
        try (Stream<String> lines = Files.lines(PATH)) {
            return lines.filter(line -> line.contains("[" + request.id() + " ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + PATH.toAbsolutePath(), e);
        }
    }
}
