/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
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

/** Ten ways to lose a value: explain names the reason and the line at fault in each. */
class LossesTest {

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
                Arguments.of(new BelowContextWrite(), Reason.SUBSCRIBED_OUTSIDE, ".block();"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void explain_names_the_reason_and_the_line(Loss loss, Reason reason, String atFault) throws Exception {
        Explanation explanation = loss.lose();
        System.out.println(explanation);
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(reason);
        StackTraceElement line = explanation.dropped().line();
        assertThat(line).as("%s", explanation).isNotNull();
        assertThat(line.getFileName()).isEqualTo(loss.getClass().getSimpleName() + ".java");
        assertThat(lines(loss).get(line.getLineNumber() - 1))
                .as("%s", explanation)
                .contains(atFault);
    }

    private static List<String> lines(Loss loss) throws IOException {
        return Files.readAllLines(
                Path.of("src/test/java", loss.getClass().getName().replace('.', '/') + ".java"));
    }
}
