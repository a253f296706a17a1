/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import dev.ambient.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the code of a page prints, and what it has put in place, which is taken out after each test. */
abstract class Printing {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<Registration> inPlace = new ArrayList<>();

    final void takeOutLater(Registration registration) {
        inPlace.add(registration);
    }

    @AfterEach
    void takeOut() {
        inPlace.forEach(Registration::close);
    }

    final void print(@Nullable Object line) {
        lines.add(String.valueOf(line));
    }

    /** The next lines, as soon as they are there. */
    final List<String> printed(int count) throws InterruptedException {
        List<String> printed = new ArrayList<>();
        while (printed.size() < count) {
            String line = lines.poll(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("only " + printed);
            }
            printed.add(line);
        }
        return printed;
    }

    final String printed() throws InterruptedException {
        return printed(1).get(0);
    }
}
