/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares how long chains can be before they overflow the stack, with the bridge and without, as {@link DeepestChains} finds out. */
class DeepestChainTest {

    /** For each chain, its greatest length without the bridge and with it. */
    private static final Map<DeepestChains.Chain, List<Integer>> LONGEST = new HashMap<>();

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeepestChains.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        output.lines()
                .map(line -> line.split(" "))
                .forEach(words -> LONGEST.put(
                        DeepestChains.Chain.valueOf(words[0]),
                        List.of(Integer.valueOf(words[1]), Integer.valueOf(words[2]))));
    }

    @ParameterizedTest
    @EnumSource
    void rule_16_a_chain_may_be_nearly_as_long_as_without_the_bridge(DeepestChains.Chain chain) {
        List<Integer> longest = LONGEST.get(chain);
        assertThat((double) longest.get(0) / longest.get(1))
                .as("times of the stack that it needs without; lengths are %s", longest)
                .isBetween(0.9, chain.times);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SINGLE_MAP",
                "SINGLE_FLAT_MAP",
                "SINGLE_FLAT_MAP_CALLABLE",
                "SINGLE_RESUME",
                "SINGLE_DEFER",
                "MAYBE_FLAT_MAP",
                "MAYBE_FLAT_MAP_CALLABLE",
                "MAYBE_SWITCH",
                "MAYBE_DEFER",
                "COMPLETABLE_AND_THEN",
                "COMPLETABLE_AND_THEN_ACTION",
                "COMPLETABLE_DEFER",
                "OBSERVABLE_DEFER",
                "OBSERVABLE_RETRY",
                "FLOWABLE_DEFER",
                "FLOWABLE_RETRY"
            })
    void rule_16_a_thousand_levels_fit_on_a_stack_of_one_megabyte(DeepestChains.Chain chain) {
        assertThat(LONGEST.get(chain).get(1)).isGreaterThanOrEqualTo(1000);
    }

    /** Guards the two tests above: no chain is left out by mistake. */
    @Test
    void every_chain_is_measured() {
        assertThat(LONGEST).containsOnlyKeys(DeepestChains.Chain.values());
    }
}
