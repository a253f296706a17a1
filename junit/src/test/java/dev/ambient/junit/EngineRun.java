/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A run of tests inside a test, by JUnit's own engine. */
record EngineRun(EngineExecutionResults results) {

    static EngineRun tests(Class<?>... classes) {
        return tests(Map.of(), classes);
    }

    static EngineRun tests(Map<String, String> parameters, Class<?>... classes) {
        return run(
                parameters,
                List.of(classes).stream().map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new));
    }

    static EngineRun test(Class<?> testClass, String method) {
        return run(Map.of(), DiscoverySelectors.selectMethod(testClass, method));
    }

    private static EngineRun run(Map<String, String> parameters, DiscoverySelector... selectors) {
        return new EngineRun(EngineTestKit.engine("junit-jupiter")
                .configurationParameters(parameters)
                .selectors(selectors)
                .execute());
    }

    /** Returns the error of each failed test, by the name of the test. */
    Map<String, Throwable> failed() {
        Map<String, Throwable> failed = new TreeMap<>();
        results.testEvents().failed().stream().forEach(event -> failed.put(name(event), error(event)));
        return failed;
    }

    /** Returns the message of the only test, which failed. */
    String message() {
        assertThat(failed()).hasSize(1);
        assertNothingElseFailed();
        return failed().values().iterator().next().getMessage();
    }

    /** Asserts that neither a class nor the run as a whole failed. */
    void assertNothingElseFailed() {
        assertThat(results.containerEvents().failed().stream().map(EngineRun::error))
                .isEmpty();
    }

    void assertAllSucceed(int tests) {
        assertThat(failed()).isEmpty();
        assertNothingElseFailed();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(tests);
    }

    private static String name(Event event) {
        return event.getTestDescriptor().getParent().orElseThrow().getDisplayName() + " "
                + event.getTestDescriptor().getDisplayName();
    }

    static Throwable error(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
