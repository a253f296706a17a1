/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.ACCESSOR_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Three foreign thread-locals, of which the middle one is to fail. */
abstract class ThreeAccessors extends CleanThread {

    /** What may be thrown. */
    enum Thrown implements Supplier<Throwable> {
        EXCEPTION,
        CHECKED,
        ERROR;

        @Override
        public Throwable get() {
            return switch (this) {
                case EXCEPTION -> new IllegalArgumentException("boom");
                case CHECKED -> new Exception("boom");
                case ERROR -> new NoClassDefFoundError("boom");
            };
        }
    }

    static final Ambient<String> TENANT = Ambient.named("tenant");
    final TestAccessor first = new TestAccessor("first");
    final TestAccessor failing = new TestAccessor("failing");
    final TestAccessor last = new TestAccessor("last");
    private final List<TestAccessor> all = List.of(first, failing, last);

    @BeforeEach
    final void register() {
        all.forEach(each -> afterwardsClose(AmbientRegistry.global().register(each)));
    }

    @AfterEach
    final void remove_the_values() {
        put(null);
    }

    final void put(String value) {
        for (TestAccessor each : all) {
            if (value == null) {
                each.threadLocal.remove();
            } else {
                each.threadLocal.set(value);
            }
        }
    }

    final void assertValues(String... values) {
        assertThat(all).extracting(each -> each.threadLocal.get()).containsExactly(values);
    }

    /** Tenant acme, and the given value in all three; the thread has none of it afterwards. */
    final AmbientContext captured(String value) {
        put(value);
        AmbientContext captured = AmbientContext.capture().with(TENANT, "acme");
        put(null);
        return captured;
    }

    final void assertReportedCause(Throwable thrown) {
        List<Problem> reported = reported();
        assertThat(reported).isNotEmpty().allMatch(problem -> problem.kind() == ACCESSOR_FAILED);
        assertThat(reported).extracting(Problem::cause).containsOnly(thrown);
        assertThat(reported.get(0).message()).contains("failing");
    }
}
