/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.spi.Boundary;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An accessor that sets an ambient value as a side effect, as that of observations makes a span current. */
@SuppressWarnings("try") // scopes are there to be closed
class AccessorEffectsTest extends CleanThread {

    private static final Ambient<String> SPAN =
            Ambient.<String>builder("span").setByAccessor("observation").build();
    private static final Ambient<String> USER = Ambient.named("user");

    private final ThreadLocal<String> observation = new ThreadLocal<>();

    /** The spans that the accessor found where it wrote. */
    private final List<String> found = new ArrayList<>();

    private boolean isFailing;

    @BeforeEach
    void register() {
        afterwardsClose(AmbientRegistry.global().register(new ThreadLocalAccessor<String>() {
            @Override
            public Object key() {
                return "observation";
            }

            @Override
            public String getValue() {
                return observation.get();
            }

            @Override
            public void setValue(String value) {
                found.add(SPAN.get());
                observation.set(value);
                SPAN.set("span of " + value);
                if (isFailing) {
                    throw new IllegalStateException("expected");
                }
            }

            @Override
            public void setValue() {
                observation.remove();
                SPAN.unset();
            }
        }));
    }

    @AfterEach
    void remove() {
        observation.remove();
    }

    private static AmbientContext with(AmbientContext context, String observation) {
        return context.readFrom(Map.<Object, Object>of("observation", observation)::get);
    }

    private void assertSees(AmbientContext context, String span) {
        assertThat(context.<String, RuntimeException>call(SPAN::get)).isEqualTo(span);
    }

    @Test
    void what_the_accessor_sets_belongs_to_a_context_that_a_carrier_was_read_into() {
        AmbientContext read = with(AmbientContext.empty(), "one");
        assertThat(read.get(SPAN)).isEqualTo("span of one");
        assertThat(observation.get()).isNull();
        assertThat(SPAN.get()).isNull();
        assertSees(read, "span of one");
        assertSees(read.with(USER, "ann"), "span of one");
    }

    @Test
    void a_callback_inside_another_one_of_the_same_flow_sees_it_though_nothing_is_written() {
        AmbientContext read = with(AmbientContext.empty(), "one");
        AmbientContext more = read.with(USER, "ann");
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(read);
        long innerMark = here.mark();
        AmbientContext outer = here.enter(more);
        try {
            assertThat(observation.get()).isEqualTo("one");
            assertThat(SPAN.get()).isEqualTo("span of one");
        } finally {
            here.exit(outer, innerMark);
            here.exit(before, mark);
        }
    }

    @Test
    void the_same_foreign_value_again_does_not_change_what_was_set_since() {
        AmbientContext own = with(AmbientContext.empty(), "one").with(SPAN, "own");
        assertThat(with(own, "one")).isSameAs(own);
        assertThat(with(own, "two").get(SPAN)).isEqualTo("span of two");
    }

    @Test
    void where_the_carrier_has_no_foreign_value_any_more_there_is_no_value() {
        AmbientContext read = with(AmbientContext.empty(), "one");
        assertThat(read.readFrom(key -> null).get(SPAN)).isNull();
        AmbientContext without = AmbientContext.empty().with(SPAN, "own");
        assertThat(without.readFrom(key -> null).get(SPAN)).isEqualTo("own");
    }

    @Test
    void where_an_accessor_is_left_alone_nothing_changes() {
        AmbientRegistry.global().policy("observation", PropagationPolicy.LEAVE);
        try {
            assertThat(with(AmbientContext.empty().with(SPAN, "own"), "one").get(SPAN))
                    .isEqualTo("own");
        } finally {
            AmbientRegistry.global().policy("observation", PropagationPolicy.PROPAGATE);
        }
    }

    @Test
    void what_an_accessor_sets_where_a_context_is_entered_is_undone() {
        AmbientContext own = with(AmbientContext.empty(), "one").with(SPAN, "own");
        found.clear();
        own.run(() -> {
            assertThat(observation.get()).isEqualTo("one");
            assertThat(SPAN.get()).isEqualTo("own");
            assertThat(AmbientContext.capture().get(SPAN)).isEqualTo("own");
        });
        try (Scope scope = own.makeCurrent()) {
            assertThat(SPAN.get()).isEqualTo("own");
        }
        assertThat(SPAN.get()).isNull();
        // An accessor would add to what it finds, as Micrometer's adds the baggage.
        assertThat(found).containsExactly(null, null);
    }

    @Test
    void where_it_is_tried_out_the_accessor_finds_the_value_of_the_flow_and_not_that_of_the_thread() {
        SPAN.set("another's");
        try {
            with(AmbientContext.empty(), "one");
            with(AmbientContext.empty().with(SPAN, "own"), "one");
            assertThat(found).containsExactly(null, "own");
            assertThat(SPAN.get()).isEqualTo("another's");
        } finally {
            SPAN.unset();
        }
    }

    @Test
    void rule_11_a_listener_gets_every_value_once_and_in_order() {
        AmbientContext own = with(AmbientContext.empty(), "one").with(SPAN, "own");
        List<String> told = new ArrayList<>();
        try (Registration listener =
                SPAN.onChange((previous, current, cause) -> told.add(previous + " to " + current))) {
            own.run(() -> told.add("block"));
        }
        assertThat(told.indexOf("block")).isPositive();
        assertThat(told.get(told.indexOf("block") - 1)).endsWith(" to own");
        String last = "null";
        for (String change : told) {
            if (!change.equals("block")) {
                assertThat(change).startsWith(last + " to ");
                last = change.substring(change.indexOf(" to ") + 4);
            }
        }
        assertThat(last).isEqualTo("null");
    }

    @Test
    void rule_14_an_accessor_that_throws_is_reported_and_there_is_no_value() {
        isFailing = true;
        AmbientContext read = with(AmbientContext.empty().with(USER, "ann"), "one");
        isFailing = false;
        assertThat(read.get(SPAN)).isNull();
        assertThat(read.get(USER)).isEqualTo("ann");
        assertThat(observation.get()).isNull();
        assertThat(reported()).hasSize(1);
    }

    @Test
    void the_accessors_key_must_not_be_blank() {
        assertThatThrownBy(() -> Ambient.builder("name").setByAccessor(" "))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
