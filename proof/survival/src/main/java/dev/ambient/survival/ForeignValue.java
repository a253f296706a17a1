/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate whose value is in a thread-local of another library, which it knows through a {@code ThreadLocalAccessor} that
 * never reads back the object that it was given.
 */
public abstract class ForeignValue implements Carrier {

    /** How it does that. */
    public enum Style {
        /** What is set is wrapped, as Spring Security does for some of its strategies, and the wrapper is what is read. */
        WRAPPING(Condition.WRAPPING) {
            @Override
            Object stored(Object given) {
                return new Wrapper(given instanceof Wrapper wrapper ? wrapper.inner() : given);
            }
        },
        /** What is set is kept, and what is read is a new wrapper of it each time. */
        UNWRAPPING(Condition.UNWRAPPING) {
            @Override
            Object stored(Object given) {
                return given instanceof Wrapper wrapper ? wrapper.inner() : given;
            }

            @Override
            Object read(Object stored) {
                return new Wrapper(stored);
            }
        },
        /** A map that is copied when it is set and when it is read, as SLF4J's MDC. */
        COPYING(Condition.COPYING) {
            @Override
            Object stored(Object given) {
                return new HashMap<>((Map<?, ?>) given);
            }

            @Override
            Object read(Object stored) {
                return new HashMap<>((Map<?, ?>) stored);
            }

            @Override
            Object made(String text) {
                return new HashMap<>(Map.of("text", text));
            }

            @Override
            String text(Object stored) {
                return String.valueOf(((Map<?, ?>) stored).get("text"));
            }
        };

        private final Condition condition;

        Style(Condition condition) {
            this.condition = condition;
        }

        abstract Object stored(Object given);

        Object read(Object stored) {
            return stored;
        }

        Object made(String text) {
            return new Token(text);
        }

        String text(Object stored) {
            return ((Token) (stored instanceof Wrapper wrapper ? wrapper.inner() : stored)).text;
        }
    }

    /** Compared by identity. */
    private static final class Token {

        private final String text;

        Token(String text) {
            this.text = text;
        }
    }

    /** Compared by identity. */
    private static final class Wrapper {

        private final Object inner;

        Wrapper(Object inner) {
            this.inner = inner;
        }

        Object inner() {
            return inner;
        }
    }

    /** The accessor's. */
    protected static final String KEY = "survival.foreign";

    /** Of one at a time. */
    private static final ThreadLocal<@Nullable Object> STORE = new ThreadLocal<>();

    private final Carrier candidate;
    private final Style style;

    /**
     * Makes one.
     *
     * @param candidate what carries the value
     * @param style how it is read and set
     */
    protected ForeignValue(Carrier candidate, Style style) {
        this.candidate = candidate;
        this.style = style;
    }

    @Override
    public final Condition condition(Condition cell) {
        return style.condition;
    }

    @Override
    public final boolean isCapturedAnew() {
        return style == Style.UNWRAPPING;
    }

    @Override
    public final String title() {
        return candidate.title();
    }

    @Override
    public final String description() {
        return candidate.description();
    }

    @Override
    public final Registration install() {
        Registration installed = candidate.install();
        if (!candidate.knowsAccessors()) {
            return installed;
        }
        Accessor accessor = new Accessor(style);
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
        return () -> {
            installed.close();
            ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        };
    }

    @Override
    public final void with(@Nullable String value, Runnable task) {
        Object before = STORE.get();
        set(value == null ? null : style.stored(style.made(value)));
        try {
            task.run();
        } finally {
            set(before);
        }
    }

    /**
     * What the accessor takes.
     *
     * @param value the value
     * @return an object that stands for it
     */
    protected final Object made(String value) {
        return style.made(value);
    }

    private void set(@Nullable Object stored) {
        if (stored == null) {
            STORE.remove();
        } else {
            STORE.set(stored);
        }
    }

    @Override
    public final @Nullable String read() {
        Object stored = STORE.get();
        return stored == null ? null : style.text(stored);
    }

    @Override
    public final boolean isClean() {
        return STORE.get() == null && candidate.isClean();
    }

    @Override
    public final void clean() {
        STORE.remove();
        candidate.clean();
    }

    private record Accessor(Style style) implements ThreadLocalAccessor<Object> {

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public @Nullable Object getValue() {
            Object stored = STORE.get();
            return stored == null ? null : style.read(stored);
        }

        @Override
        public void setValue(Object value) {
            STORE.set(style.stored(value));
        }

        @Override
        public void setValue() {
            STORE.remove();
        }
    }
}
