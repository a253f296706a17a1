/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import io.grpc.Context;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The class that gRPC stores its Context by: which one it is, and whether others have the same name. */
final class StorageOverride {

    private static final String NAME = "io.grpc.override.ContextStorageOverride";

    private static final @Nullable Class<?> USED = used();

    static final boolean IS_OURS = USED != null && AmbientContextStorage.class.isAssignableFrom(USED);

    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private StorageOverride() {}

    /** Looks where gRPC looks. */
    private static @Nullable Class<?> used() {
        try {
            return Class.forName(NAME, false, Context.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Reports, once, that several libraries have the class. gRPC does not say so: it uses the first that it finds. */
    static void reportConflict() {
        List<URL> found = found();
        if (found.size() > 1 && REPORTED.compareAndSet(false, true)) {
            AmbientRegistry.global().report(new Problem(Problem.Kind.PARTLY_INSTALLED, conflict(found), null));
        }
    }

    static String whyNotInstalled() {
        List<URL> found = found();
        if (USED == null) {
            return "gRPC keeps its Context in a thread-local of its own, so it is not propagated. Add"
                    + " dev.ambient:ambient-grpc-context.";
        }
        return found.size() > 1
                ? conflict(found)
                : "gRPC keeps its Context where " + NAME + " of " + found + " does, and not in the ambient context."
                        + " Remove that library and add dev.ambient:ambient-grpc-context.";
    }

    private static String conflict(List<URL> found) {
        return "Several libraries replace the storage of gRPC's Context: each has the class " + NAME
                + ", and gRPC uses the first. It is " + found.get(0) + ", which "
                + (IS_OURS ? "keeps it in the ambient context" : "does not keep it in the ambient context")
                + ". Not used: " + found.subList(1, found.size()) + ". Remove all but one.";
    }

    private static List<URL> found() {
        String file = NAME.replace('.', '/') + ".class";
        ClassLoader loader =
                Objects.requireNonNullElse(Context.class.getClassLoader(), ClassLoader.getSystemClassLoader());
        try {
            return Collections.list(loader.getResources(file)).stream()
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of(); // unreadable is as good as unknown: the class itself has loaded
        }
    }
}
