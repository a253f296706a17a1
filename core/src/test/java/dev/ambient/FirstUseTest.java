/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.spi.ContextListener;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A class whose initialisation ends with the stack cannot be used any more, for as long as the program runs. So the classes that are
 * needed for a rare event are initialised before it: it may come first where the stack is at its end. Each attempt loads all classes
 * anew.
 */
class FirstUseTest {

    /** Events for which a program does not prepare. */
    enum Event {
        A_CHANGE_THAT_IS_HEARD,
        A_LISTENER_THROWS,
        A_CONTEXT_LISTENER_THROWS,
        AN_ACCESSOR_THROWS,
        A_SCOPE_IS_LEFT_OPEN,
        A_SCOPE_IS_CLOSED_LATE
    }

    /** How many frames of {@link Attempt#descend} are left: more than any of the events takes. */
    private static final int FRAMES = 100;

    /** Of so many depths one is tried, or all with -Pthorough. */
    private static final int STEP = Boolean.getBoolean("ambient.thorough") ? 1 : 4;

    private static final List<String> CLASSES = classes();

    private static final long STACK = 256 << 10;

    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(contextClassLoader);
    }

    @ParameterizedTest
    @EnumSource
    void what_comes_first_at_the_end_of_the_stack_works_afterwards(Event event) throws Exception {
        for (int i = 0; i < 3; i++) { // so that it is our classes that are new there, and none of the JDK's
            assertThat(attempt(event, -1)).isEqualTo("as it should be");
        }
        for (int at = ThreadLocalRandom.current().nextInt(STEP); at < FRAMES; at += STEP) {
            assertThat(attempt(event, at))
                    .as("first %s frames before the last", at)
                    .isEqualTo("as it should be");
        }
    }

    /** Looking up a logger is code of others, and a class that others may wait for must not be in the middle of its initialisation. */
    @ParameterizedTest
    @EnumSource(names = {"CAPTURE", "REGISTRY", "REPORT"})
    void looking_up_the_logger_may_wait_for_a_thread_that_begins_as_well(
            LoggingProgram.Entry entry, @TempDir Path services) throws Exception {
        Path names = services.resolve("META-INF/services/java.lang.System$LoggerFinder");
        Files.createDirectories(names.getParent());
        Files.writeString(names, LoggingProgram.Waiting.class.getName());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        services + File.pathSeparator + System.getProperty("java.class.path"),
                        LoggingProgram.class.getName(),
                        entry.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output.lines()).containsExactly("looked up", "done");
    }

    @Test
    void two_threads_that_begin_in_different_ways_do_not_wait_for_each_other() throws Exception {
        for (LoggingProgram.Entry one : LoggingProgram.Entry.values()) {
            for (LoggingProgram.Entry other : LoggingProgram.Entry.values()) {
                if (one.compareTo(other) < 0) {
                    beginAtOnce(one.name(), other.name());
                }
            }
        }
    }

    private static void beginAtOnce(String... entries) throws Exception {
        try (FreshLoader loader = new FreshLoader()) {
            Thread.currentThread().setContextClassLoader(loader); // the threads have it from this one
            Object[] all =
                    loader.loadClass(LoggingProgram.Entry.class.getName()).getEnumConstants();
            CyclicBarrier start = new CyclicBarrier(entries.length);
            List<FutureTask<Void>> threads = new ArrayList<>();
            for (String entry : entries) {
                Runnable begin =
                        (Runnable) all[LoggingProgram.Entry.valueOf(entry).ordinal()];
                FutureTask<Void> thread = new FutureTask<>(() -> {
                    start.await();
                    begin.run();
                    return null;
                });
                threads.add(thread);
                new Thread(thread, entry).start();
            }
            for (FutureTask<Void> thread : threads) {
                thread.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static String attempt(Event event, int at) throws Exception {
        try (FreshLoader loader = new FreshLoader()) {
            Thread.currentThread().setContextClassLoader(loader); // with which Micrometer looks for accessors
            for (String name :
                    CLASSES) { // all are loaded, as from an archive of the JVM, so that only their initialisation is
                // left
                Class.forName(name, false, loader);
            }
            @SuppressWarnings("unchecked")
            IntFunction<String> attempt = (IntFunction<String>) Class.forName(Attempt.class.getName(), true, loader)
                    .getConstructor(String.class)
                    .newInstance(event.name());
            return attempt.apply(at);
        }
    }

    private static List<String> classes() {
        Path classes = Path.of(URI.create(Ambient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(file -> file.startsWith("dev.ambient.") && file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .filter(name -> !name.endsWith("package-info"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Run in the fresh class loader. */
    @SuppressWarnings("try")
    public static final class Attempt implements IntFunction<String>, Runnable {

        private static final Ambient<String> ID = Ambient.named("id");

        private final Event event;
        private final AmbientContext captured;
        private final Reporter reporter = new Reporter();
        private Scope left;
        private int at;

        public Attempt(String event) {
            this.event = Event.valueOf(event);
            Failing accessor = new Failing();
            if (this.event == Event.AN_ACCESSOR_THROWS) {
                AmbientRegistry.global().register(accessor);
            }
            accessor.threadLocal.set("captured");
            ID.bind("an ordinary use").close();
            captured = AmbientContext.capture();
            accessor.threadLocal.remove();
            switch (this.event) {
                case A_CHANGE_THAT_IS_HEARD -> ID.onChange(new Heard());
                case A_LISTENER_THROWS -> ID.onChange(new Throwing());
                case A_CONTEXT_LISTENER_THROWS -> AmbientRegistry.global().listen(new Throwing());
                default -> {} // it needs nothing
            }
        }

        /** What happens first at a depth, and then once more with all the stack that there is. */
        @Override
        public String apply(int at) {
            this.at = at;
            FutureTask<Integer> deep = new FutureTask<>((Callable<Integer>) this::descend);
            Thread thread = new Thread(null, deep, "deep", STACK);
            thread.start();
            try {
                deep.get(60, TimeUnit.SECONDS);
                AmbientRegistry.global().reportTo(reporter);
                run();
                boolean isToReport = event != Event.A_CHANGE_THAT_IS_HEARD;
                return reporter.isCalled == isToReport ? "as it should be" : "not reported";
            } catch (Throwable e) {
                return e + " by " + e.getCause();
            }
        }

        @SuppressWarnings("InfiniteRecursion") // it ends with the stack
        private int descend() {
            int below;
            try {
                below = descend() + 1;
            } catch (StackOverflowError e) {
                below = 0;
            }
            if (below == at) {
                try {
                    run();
                } catch (Throwable e) {
                    return below; // what it throws there is not asked for here
                }
            }
            return below;
        }

        @Override
        public void run() {
            switch (event) {
                case AN_ACCESSOR_THROWS -> captured.run(new Nothing());
                case A_SCOPE_IS_LEFT_OPEN -> captured.run(new Opening());
                case A_SCOPE_IS_CLOSED_LATE -> {
                    AmbientContext.empty().run(new Opening());
                    left.close();
                }
                default -> ID.bind("value").close();
            }
        }

        private final class Opening implements Runnable {
            @Override
            public void run() {
                left = ID.bind("left");
            }
        }

        private static final class Nothing implements Runnable {
            @Override
            public void run() {}
        }

        private static final class Heard implements ChangeListener<String> {
            @Override
            public void changed(String previous, String current, Cause cause) {}
        }

        private static final class Throwing implements ChangeListener<String>, ContextListener {
            @Override
            public void changed(String previous, String current, ChangeListener.Cause cause) {
                throw new IllegalStateException("foreign");
            }

            @Override
            public void switched(AmbientContext previous, AmbientContext current, Step step) {
                throw new IllegalStateException("foreign");
            }
        }

        private static final class Reporter implements Consumer<Problem> {
            private volatile boolean isCalled;

            @Override
            public void accept(Problem problem) {
                isCalled = true;
            }
        }

        private static final class Failing implements io.micrometer.context.ThreadLocalAccessor<String> {
            private final ThreadLocal<String> threadLocal = new ThreadLocal<>();

            @Override
            public Object key() {
                return "failing";
            }

            @Override
            public String getValue() {
                return threadLocal.get();
            }

            @Override
            public void setValue(String value) {
                if (value.equals("captured")) {
                    throw new IllegalStateException("foreign");
                }
            }

            @Override
            public void setValue() {
                throw new IllegalStateException("foreign");
            }
        }
    }
}
