/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Equal work, proved in the JVM that will time it. The verdict goes into a file, so that a row without a time can be told from
 * one that has crashed.
 */
final class Proof {

    /** The system property with the file that verdicts are added to. */
    static final String FILE = "ambient.verdicts";

    static final String CARRIES = "carries";

    private Proof() {}

    /** Tries it; what it throws keeps the row from being timed. */
    static void of(BenchmarkParams params, Runnable proof) {
        String verdict = CARRIES;
        try {
            proof.run();
        } catch (UnsupportedOperationException e) {
            verdict = "no such operation: " + e.getMessage();
        } catch (NotTimed e) {
            verdict = e.getMessage();
        }
        write(Row.id(params), verdict);
        if (!verdict.equals(CARRIES)) {
            throw new NotTimed(verdict);
        }
    }

    private static void write(String row, String verdict) {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file), row + "\t" + verdict + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
