/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

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
import reactor.core.publisher.Flux;

/**
 * The places where Reactor asks by {@code instanceof} which of its operators or subscribers it was given. docs/reference/reactor.md lists them. A
 * version of Reactor that asks elsewhere, or for something else, has to be reviewed.
 */
class AskedPlacesTest {

    private static final String REACTOR = "reactor/core/";

    /** The number of places where each type is asked for, and what the bridge does about it. */
    private static final Map<String, Integer> LOOKED_AT = Map.ofEntries(
            // operators that Reactor merges or skips: none has a wrapper
            Map.entry("publisher/FluxConcatArray", 2),
            Map.entry("publisher/FluxFirstWithSignal", 1),
            Map.entry("publisher/FluxFirstWithValue", 1),
            Map.entry("publisher/FluxMerge", 1),
            Map.entry("publisher/FluxMergeComparing", 2),
            Map.entry("publisher/FluxNameFuseable", 2),
            Map.entry("publisher/FluxSourceMono", 3),
            Map.entry("publisher/FluxSourceMonoFuseable", 3),
            Map.entry("publisher/FluxZip", 1),
            Map.entry("publisher/FluxZip$PairwiseZipper", 1),
            Map.entry("publisher/MonoDelayUntil", 1),
            Map.entry("publisher/MonoFirstWithSignal", 1),
            Map.entry("publisher/MonoFirstWithValue", 1),
            Map.entry("publisher/MonoIgnoreThen", 1),
            Map.entry("publisher/MonoNameFuseable", 2),
            Map.entry("publisher/MonoWhen", 1),
            Map.entry("publisher/MonoZip", 1),
            Map.entry("publisher/NextProcessor", 2),
            // a wrapper is one if its source is
            Map.entry("Fuseable", 47),
            Map.entry("Fuseable$ScalarCallable", 15),
            Map.entry("Scannable", 15),
            Map.entry("CorePublisher", 2),
            Map.entry("publisher/ConnectableFlux", 3),
            Map.entry("publisher/Flux", 4),
            Map.entry("publisher/GroupedFlux", 2),
            Map.entry("publisher/Mono", 12),
            Map.entry("publisher/ParallelFlux", 4),
            // a boundary is one if the subscriber below, or the subscription above it, is
            Map.entry("CoreSubscriber", 2),
            Map.entry("Fuseable$ConditionalSubscriber", 54),
            Map.entry("Fuseable$QueueSubscription", 34),
            // asked to save a call for each operator: with a wrapper the call is made
            Map.entry("publisher/OptimizableOperator", 16),
            // asked to save a lock: with a wrapper the lock is taken
            Map.entry("publisher/FluxInterval", 1),
            // only for a text
            Map.entry("Fuseable$SynchronousSubscription", 1),
            // asked of Reactor's own parts, or of what the program passes: no object of the bridge can be there
            Map.entry("Disposable", 3),
            Map.entry("publisher/AssemblyOp", 1),
            Map.entry("publisher/FluxCreate$SinkDisposable", 3),
            Map.entry("publisher/FluxProcessor", 1),
            Map.entry("publisher/MonoCacheInvalidateIf$ValueState", 2),
            Map.entry("publisher/OnNextFailureStrategy", 2),
            Map.entry("publisher/SerializedSubscriber", 1),
            Map.entry("publisher/Signal", 1),
            Map.entry("scheduler/DelegateServiceScheduler$UnsupportedScheduledExecutorService", 1),
            Map.entry("scheduler/NonBlocking", 1),
            Map.entry("scheduler/ReactorThreadFactory", 3),
            Map.entry("scheduler/Scheduler", 2),
            Map.entry("scheduler/SingleWorkerScheduler", 1));

    @Test
    void every_place_where_this_Reactor_asks_is_known() throws Exception {
        assertThat(asked(Path.of(Flux.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())))
                .containsExactlyInAnyOrderEntriesOf(LOOKED_AT);
    }

    /** Counts types of Reactor's, except exceptions and what a class asks of its own parts. */
    private static Map<String, Integer> asked(Path jar) throws IOException {
        Map<String, Integer> asked = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().startsWith(REACTOR) && entry.getName().endsWith(".class")) {
                    String asking = outermost(entry.getName().replace(".class", ""));
                    try (InputStream in = file.getInputStream(entry)) {
                        new ClassReader(in)
                                .accept(
                                        eachInstanceof(type -> {
                                            if (type.startsWith(REACTOR)
                                                    && !type.endsWith("Exception")
                                                    && !outermost(type).equals(asking)) {
                                                asked.merge(type.substring(REACTOR.length()), 1, Integer::sum);
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
