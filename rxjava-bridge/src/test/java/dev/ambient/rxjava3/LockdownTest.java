/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rule 15 where RxJava is locked down. Each test runs in its own JVM. */
class LockdownTest {

    @Test
    void rule_15_installing_after_lockdown_is_refused_and_nothing_is_installed() throws Exception {
        List<String> lines = run("before");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("refused: ").contains("locked down", "Nothing was installed");
        assertThat(lines.get(1)).isEqualTo("installed false, value none, hooks 0");
    }

    @Test
    void rule_15_removal_after_lockdown_leaves_hooks_that_do_nothing() throws Exception {
        List<String> lines = run("after");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith("installed true, value flow, hooks ")
                .doesNotEndWith(" 0");
        String removed = lines.get(0).replace("true", "false").replace("flow", "none");
        assertThat(lines.get(1)).isEqualTo(removed);
        assertThat(lines.get(2)).startsWith("refused: ").contains("locked down");
        assertThat(lines.get(3)).isEqualTo(removed);
    }

    @Test
    void rule_15_what_was_taken_out_before_lockdown_cannot_be_put_in_again_and_nothing_is_changed() throws Exception {
        List<String> lines = run("reset").stream()
                .filter(line -> line.startsWith("installed") || line.startsWith("refused"))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("installed false, value flow, hooks 11");
        assertThat(lines.get(1)).startsWith("refused: ").contains("locked down", "Nothing was installed");
        assertThat(lines.get(2)).isEqualTo(lines.get(0));
    }

    private static List<String> run(String lockdown) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LockdownProgram.class.getName(),
                        lockdown)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
