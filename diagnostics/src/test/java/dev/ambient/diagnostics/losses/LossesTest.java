/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import dev.ambient.diagnostics.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In each of ten ways to lose a value, explain names the reason and the line at fault. */
class LossesTest {

    private static final int TIMES = 100;

    private Registration diagnostics;

    @BeforeEach
    void install() {
        diagnostics = Diagnostics.install();
    }

    @AfterEach
    void uninstall() {
        diagnostics.close();
        assertThat(Diagnostics.isInstalled()).isFalse();
        assertThat(Loss.REQUEST_ID.isBound()).isFalse();
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(new UnwrappedExecutor(), Reason.EXECUTOR_NOT_WRAPPED, "null here"),
                Arguments.of(new PlainFuture(), Reason.PLAIN_FUTURE, "null here"),
                Arguments.of(new BridgeNotInstalled(), Reason.BRIDGE_NOT_INSTALLED, "null here"),
                Arguments.of(new RxJavaInsideReactor(), Reason.CROSSING, "null here"),
                Arguments.of(new SubscribedOutside(), Reason.SUBSCRIBED_OUTSIDE, "// outside"),
                Arguments.of(new OnASink(), Reason.NOT_REACHED, "null here"),
                Arguments.of(new OnATestScheduler(), Reason.NOT_REACHED, "null here"),
                Arguments.of(new ParallelStream(), Reason.NOT_REACHED, "null on the other thread"),
                Arguments.of(new ClearedByPolicy(), Reason.POLICY_CLEAR, "null here"),
                Arguments.of(new BelowContextWrite(), Reason.SUBSCRIBED_OUTSIDE, ".contextWrite("));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void explain_names_the_reason_and_the_line(Loss loss, Reason reason, String atFault) throws Exception {
        for (int time = 0; time < TIMES; time++) {
            assertNames(loss.lose(), loss, reason, atFault);
        }
    }

    private static void assertNames(Explanation explanation, Loss loss, Reason reason, String atFault)
            throws IOException {
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(reason);
        StackTraceElement line = explanation.dropped().line();
        assertThat(line).as("%s", explanation).isNotNull();
        assertThat(line.getFileName()).isEqualTo(loss.getClass().getSimpleName() + ".java");
        assertThat(lines(loss).get(line.getLineNumber() - 1))
                .as("%s", explanation)
                .contains(atFault);
    }

    /** The documentation shows what is printed. Both texts are written below target/, to be copied there when they change. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void the_documentation_shows_what_is_printed(Loss loss) throws Exception {
        for (int time = 0; time < TIMES; time++) {
            assertShown(loss);
        }
    }

    private static void assertShown(Loss loss) throws Exception {
        String explanation;
        String timeline;
        try (Timeline.Capture capture = Timeline.capture(Loss.REQUEST_ID, "r-17")) {
            explanation = same(loss.lose().describe());
            Loss.settle();
            timeline = same(capture.timeline().toText());
        }
        String name = loss.getClass().getSimpleName();
        Path written = Files.createDirectories(Path.of("target", "troubleshooting"));
        Files.writeString(written.resolve(name + ".explanation.txt"), explanation);
        Files.writeString(written.resolve(name + ".timeline.txt"), timeline);

        String docs = same(Files.readString(Path.of("../docs/troubleshooting.md")));
        String section = docs.substring(docs.indexOf(name + ".java)"));
        assertThat(settled(section)).contains(settled("```text\n" + explanation + "\n```"));
        if (explanation.startsWith("requestId")) { // a foreign thread-local has no timeline
            assertThat(settled(section)).contains(settled("```text\n" + timeline + "```"));
        }
        String run = lines(loss).stream().map(LossesTest::bare).reduce("", String::concat);
        String code = section.substring(section.indexOf("```java\n") + 8);
        assertThat(code.substring(0, code.indexOf("```")).lines().map(LossesTest::bare))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(run).contains(line));
    }

    /** Removes what differs from run to run: times, and the number of the common pool's thread. */
    private static String same(String text) {
        return text.replaceAll("(?m)^ *[0-9.]+ ms", "    0.000 ms")
                .replaceAll(": [0-9.]+ ms on", ": 0.0 ms on")
                .replaceAll("commonPool-worker-[0-9]+", "commonPool-worker-1");
    }

    /**
     * Removes what a race decides: a value is shown until it is garbage collected; how far the subscribing thread has come decides
     * where the value was last seen, and whether a stretch continues or begins again.
     */
    private static String settled(String text) {
        return text.replaceAll("(?m)^(  set .*): r-17$", "$1")
                .replaceAll("(?m)^(  captured .*), in \\w+$", "$1")
                .replaceAll("(?m)^  last .*$", "")
                .replaceAll("(?m)^(.*\\R)\\1+", "$1");
    }

    private static String bare(String line) {
        return line.replaceAll("//.*", "").replaceAll("\\s+", "");
    }

    private static List<String> lines(Loss loss) throws IOException {
        return Files.readAllLines(
                Path.of("src/test/java", loss.getClass().getName().replace('.', '/') + ".java"));
    }
}
