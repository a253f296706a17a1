/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.Boundary;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

/** Automatic mode writes foreign thread-locals between two boundaries, so each boundary reads them again while it is on. */
class AskedInAutomaticModeTest extends Bridged {

    private static final ThreadLocal<Object> USER = new ThreadLocal<>();

    private static final class Accessor implements ThreadLocalAccessor<Object> {
        @Override
        public Object key() {
            return "user";
        }

        @Override
        public Object getValue() {
            return USER.get();
        }

        @Override
        public void setValue(Object value) {
            USER.set(value);
        }

        @Override
        public void setValue() {
            USER.remove();
        }
    }

    @AfterEach
    void disable() {
        Hooks.disableAutomaticContextPropagation();
        USER.remove();
    }

    @Test
    void a_foreign_value_written_between_two_boundaries_of_one_context_is_not_seen_in_the_inner_one() {
        try (Registration registration = AmbientRegistry.global().register(new Accessor())) {
            assertThat(registration).isNotNull();
            USER.set("ann");
            AmbientContext ann = AmbientContext.capture();
            Hooks.enableAutomaticContextPropagation();
            assertThat(Flux.range(1, 2).map(item -> item)).isNotNull();
            Object[] seen = new Object[1];
            in(ann, () -> {
                USER.set("another");
                in(ann, () -> seen[0] = USER.get());
            });
            assertThat(seen[0]).isEqualTo("ann");
        }
    }

    private static void in(AmbientContext context, Runnable callback) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            callback.run();
        } finally {
            here.exit(before, mark);
        }
    }
}
