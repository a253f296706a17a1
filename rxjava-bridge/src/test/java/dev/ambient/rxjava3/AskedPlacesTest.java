/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * Counts the places where RxJava asks by {@code instanceof} what it was given; docs/reference/rxjava.md lists them. If this fails for a new
 * version of RxJava, look at the new places.
 */
class AskedPlacesTest {

    /** Where the build puts the oldest version that the bridge works with. */
    private static final Path OLDEST = Path.of("target", "old-rxjava", "rxjava-3.1.1.jar");

    private static final String RXJAVA = "io/reactivex/rxjava3/";

    /** How many places ask for each type, and what the bridge does there. */
    private static final Map<String, Integer> LOOKED_AT = Map.ofEntries(
            // sources: FlowableCreate and those that become one operator with the next have no wrapper; a wrapper is
            // what it wraps
            Map.entry("internal/operators/flowable/FlowableCreate", 1),
            Map.entry("internal/fuseable/FuseToFlowable", 3),
            Map.entry("internal/fuseable/FuseToMaybe", 2),
            Map.entry("internal/fuseable/FuseToObservable", 3),
            Map.entry("operators/ScalarSupplier", 9),
            Map.entry("functions/Supplier", 20),
            Map.entry("core/Flowable", 2),
            Map.entry("core/Observable", 2),
            Map.entry("core/Single", 2),
            Map.entry("core/Maybe", 2),
            Map.entry("core/Completable", 2),
            // observers: a boundary is what the observer below it is
            Map.entry("core/FlowableSubscriber", 1),
            Map.entry("operators/ConditionalSubscriber", 21),
            // upstreams: a boundary is a queue, and grants what its source grants
            Map.entry("operators/QueueSubscription", 21),
            Map.entry("operators/QueueDisposable", 12),
            // asked of what the program passes in, before any hook: it is never ours
            Map.entry("observers/SafeObserver", 1),
            Map.entry("subscribers/SafeSubscriber", 1),
            Map.entry("processors/SerializedProcessor", 1),
            Map.entry("subjects/SerializedSubject", 1),
            Map.entry("core/Notification", 3),
            Map.entry("disposables/Disposable", 1),
            // schedulers and their threads: left alone
            Map.entry("internal/schedulers/NewThreadWorker", 1),
            Map.entry("internal/schedulers/NonBlockingThread", 1),
            Map.entry("internal/schedulers/SchedulerMultiWorkerSupport", 1),
            Map.entry("internal/schedulers/TrampolineScheduler", 5));

    @Test
    void where_this_RxJava_asks_was_looked_at() throws Exception {
        assertThat(asked(Path.of(Flowable.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())))
                .containsExactlyInAnyOrderEntriesOf(LOOKED_AT);
    }

    @Test
    void where_the_oldest_one_asks_was_looked_at() throws Exception {
        assertThat(asked(OLDEST)).containsExactlyInAnyOrderEntriesOf(LOOKED_AT);
    }

    /** Returns how many places ask for each of RxJava's types. Exceptions, and a class that asks for its own parts, do not count. */
    private static Map<String, Integer> asked(Path jar) throws IOException {
        Map<String, Integer> asked = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().startsWith(RXJAVA) && entry.getName().endsWith(".class")) {
                    String asking = outermost(entry.getName().replace(".class", ""));
                    try (InputStream in = file.getInputStream(entry)) {
                        new ClassReader(in)
                                .accept(
                                        eachInstanceof(type -> {
                                            if (type.startsWith(RXJAVA)
                                                    && !type.endsWith("Exception")
                                                    && (!outermost(type).equals(asking)
                                                            || type.startsWith(RXJAVA + "core/"))) {
                                                asked.merge(type.substring(RXJAVA.length()), 1, Integer::sum);
                                            }
                                        }),
                                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                    }
                }
            }
        }
        return asked;
    }

    private static ClassVisitor eachInstanceof(Consumer<String> asked) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitTypeInsn(int instruction, String operand) {
                        if (instruction == Opcodes.INSTANCEOF) {
                            asked.accept(operand);
                        }
                    }
                };
            }
        };
    }

    private static String outermost(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
