/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Values that may be absent, such as a header. */
@SuppressWarnings("try")
class AbsentValueTest extends CleanThread {

    private final Ambient<String> requestId = Ambient.named("requestId");
    private final Ambient<String> tenant = Ambient.named("tenant");

    @Test
    void one_that_is_there_is_bound() {
        Ambient.whereNonNull(requestId, "r-17").whereNonNull(tenant, "acme").run(() -> {
            assertThat(requestId.get()).isEqualTo("r-17");
            assertThat(tenant.get()).isEqualTo("acme");
        });
        try (Scope scope = requestId.bindNonNull("r-17")) {
            assertThat(requestId.get()).isEqualTo("r-17");
        }
        assertThat(requestId.isBound()).isFalse();
    }

    @Test
    void an_absent_one_leaves_the_key_as_it_is() {
        Ambient.whereNonNull(requestId, null)
                .where(tenant, "acme")
                .whereNonNull(tenant, null)
                .run(() -> {
                    assertThat(requestId.isBound()).isFalse();
                    assertThat(tenant.get()).isEqualTo("acme");
                    try (Scope scope = tenant.bindNonNull(null)) {
                        assertThat(tenant.get()).isEqualTo("acme");
                    }
                });
    }

    @Test
    void rule_5_the_block_ends_what_is_set_in_it_all_the_same() {
        Ambient.whereNonNull(requestId, null).run(() -> requestId.set("r-17"));
        assertThat(requestId.isBound()).isFalse();
        try (Scope scope = requestId.bindNonNull(null)) {
            requestId.set("r-17");
        }
        assertThat(requestId.isBound()).isFalse();
    }

    @Test
    void where_null_is_refused_the_message_says_what_takes_it() {
        for (ThrowingCallable put : List.<ThrowingCallable>of(
                () -> requestId.set(null),
                () -> requestId.bind(null),
                () -> Ambient.where(requestId, null),
                () -> Ambient.where(tenant, "acme").where(requestId, null),
                () -> AmbientContext.empty().with(requestId, null))) {
            assertThatNullPointerException()
                    .isThrownBy(put)
                    .withMessageContainingAll("'requestId'", "unset()", "whereNonNull", "bindNonNull", "putNonNull");
        }
    }
}
