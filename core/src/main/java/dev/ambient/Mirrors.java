/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Reports;
import dev.ambient.spi.ContextListener;
import io.micrometer.context.ThreadLocalAccessor;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mirrored ambient values. Each has an accessor of its own in Micrometer's registry, under its plain key, which refers to it weakly:
 * the key is collected with the class that has it.
 */
final class Mirrors {

    private static volatile Mirror[] all = {};

    private Mirrors() {}

    static Mirror[] all() {
        return all;
    }

    static void add(String key, Ambient<?> ambient) {
        RegisteredAccessors.change(registry -> {
            Mirror added = new Mirror(key, ambient);
            RegisteredAccessors.add(
                    registry,
                    key,
                    added,
                    taken -> taken instanceof Mirror mirror && mirror.ambient() == null
                            ? null
                            : "ambient value '" + ambient.name() + "' cannot be mirrored under '" + key + "': "
                                    + Reports.text(taken)
                                    + " is there already. Mirror it under another key, with mirrored(String).");
            remember(added);
        });
    }

    private static synchronized void remember(Mirror added) {
        all = Stream.concat(Arrays.stream(all).filter(mirror -> mirror.ambient() != null), Stream.of(added))
                .toArray(Mirror[]::new);
    }

    /** One ambient value as Micrometer sees it. */
    static final class Mirror implements ThreadLocalAccessor<Object> {

        private final String key;
        private final String name;
        private final WeakReference<Ambient<?>> ambient;

        /** The wrong types that were reported, by name. */
        private final Set<String> wrong = ConcurrentHashMap.newKeySet(0);

        Mirror(String key, Ambient<?> ambient) {
            this.key = key;
            this.name = ambient.name();
            this.ambient = new WeakReference<>(ambient);
        }

        @Nullable
        Ambient<?> ambient() {
            return ambient.get();
        }

        /** Returns whether what is under the plain key has the type of the ambient value, and reports it once if not. */
        boolean takes(Ambient<?> ambient, Object value) {
            boolean accepted = ambient.accepts(value);
            if (!accepted && wrong.add(value.getClass().getName())) {
                Reports.wrongType(ambient.name(), ambient.mismatch(value), key);
            }
            return accepted;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public @Nullable Object getValue() {
            Ambient<?> ambient = ambient();
            AmbientContext context = ThreadState.here().context();
            // Where flow is suppressed nothing is captured. The accessor of the whole context restores what a scope had
            // changed.
            return ambient == null || context.flowSuppressed() ? null : context.bound(ambient);
        }

        @Override
        public void setValue(Object value) {
            Ambient<?> ambient = ambient();
            if (ambient != null) {
                ThreadState here = ThreadState.here();
                AmbientContext context = here.context();
                here.replace(
                        takes(ambient, value) ? context.withUnchecked(ambient, value) : context.without(ambient),
                        ContextListener.Step.ENTERED);
            }
        }

        @Override
        public void setValue() {
            Ambient<?> ambient = ambient();
            if (ambient != null) {
                ThreadState here = ThreadState.here();
                here.replace(here.context().without(ambient), ContextListener.Step.ENTERED);
            }
        }

        @Override
        public String toString() {
            return "the ambient value '" + name + "'";
        }
    }
}
