/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.reactor.ReactorBridge;
import io.micrometer.context.ThreadLocalAccessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flight recordings contain the events, and can be read back. */
class FlightRecorderTest {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    private static final Ambient<String> SECRET =
            Ambient.<String>builder("secret").redacted().build();

    private final ExecutorService plain = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool"));
    private final ExecutorService pool = AmbientExecutors.wrap(plain);

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        plain.shutdown();
        assertThat(plain.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @FunctionalInterface
    private interface Block {
        void run() throws Exception;
    }

    private List<RecordedEvent> recorded(DiagnosticsOptions options, Block block) throws Exception {
        Registration diagnostics = Diagnostics.install(options);
        Registration quiet = AmbientRegistry.global().reportTo(problem -> {});
        Path file = Files.createTempFile(directory, "recording", ".jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            block.run();
            recording.stop();
            recording.dump(file);
        } finally {
            quiet.close();
            diagnostics.close();
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.ambient."))
                .toList();
    }

    private List<RecordedEvent> recorded(Block block) throws Exception {
        return recorded(DiagnosticsOptions.defaults().flightRecorder(REQUEST_ID), block);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.ambient." + name))
                .toList();
    }

    private static String here(RecordedEvent event) {
        return event.getThread().getJavaName();
    }

    @Test
    void a_value_that_is_set_captured_and_restored() throws Exception {
        List<RecordedEvent> events = recorded(() -> Ambient.where(REQUEST_ID, "r-17")
                .call(() -> pool.submit(() -> {
                    assertThat(REQUEST_ID.get()).isEqualTo("r-17");
                    TimeUnit.MILLISECONDS.sleep(2); // so that the event has a duration
                    return null;
                }))
                .get());
        assertThat(of(events, "Change")).singleElement().satisfies(event -> {
            assertThat(event.getString("key")).isEqualTo("requestId");
            assertThat(event.getString("value")).isEqualTo("r-17");
            assertThat(event.getString("previous")).isNull();
            assertThat(event.getString("place")).contains("FlightRecorderTest");
            assertThat(event.getStackTrace()).isNotNull();
        });
        assertThat(of(events, "Capture")).singleElement().satisfies(event -> {
            assertThat(event.getString("value")).isEqualTo("r-17");
            assertThat(event.getString("place")).contains("FlightRecorderTest");
        });
        RecordedEvent capture = of(events, "Capture").get(0);
        assertThat(of(events, "Restore"))
                .filteredOn(event -> event.getString("step").equals("ENTERED"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(here(event)).isEqualTo("pool");
                    assertThat(event.getDuration().toMillis()).isGreaterThanOrEqualTo(2);
                    assertThat(event.getInt("context")).isEqualTo(capture.getInt("context"));
                });
        assertThat(of(events, "Restore"))
                .filteredOn(event -> event.getString("step").equals("SET"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("value")).isEqualTo("r-17"));
    }

    @Test
    void a_value_that_is_lost() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            Ambient.where(REQUEST_ID, "r-17")
                    .call(() -> plain.submit(() -> REQUEST_ID.get()))
                    .get();
            Ambient.named("optional").get();
        });
        assertThat(of(events, "LostValue")).singleElement().satisfies(event -> {
            assertThat(event.getString("key")).isEqualTo("requestId");
            assertThat(event.getString("reason")).isEqualTo("EXECUTOR_NOT_WRAPPED");
            assertThat(event.getString("place")).contains("FlightRecorderTest");
            assertThat(here(event)).isEqualTo("pool");
        });
    }

    @Test
    void a_value_that_is_unset_or_replaced() throws Exception {
        List<RecordedEvent> events = recorded(() -> AmbientContext.empty().run(() -> {
            REQUEST_ID.set("a");
            REQUEST_ID.set("b");
            REQUEST_ID.unset();
        }));
        assertThat(of(events, "Change"))
                .extracting(event -> event.getString("previous") + " " + event.getString("value"))
                .containsExactly("null a", "a b", "b null");
    }

    @Test
    void operators_are_named() throws Exception {
        Registration bridge = ReactorBridge.install();
        List<RecordedEvent> events = recorded(() -> Ambient.where(REQUEST_ID, "r-17")
                .call(() -> reactor.core.publisher.Flux.just("a", "b")
                        .publishOn(reactor.core.scheduler.Schedulers.fromExecutorService(plain))
                        .map(item -> REQUEST_ID.orElseThrow())
                        .blockLast()));
        bridge.close();
        assertThat(of(events, "Capture"))
                .extracting(event -> event.getString("operator"))
                .contains("publishOn");
    }

    @Test
    void leaks_with_the_place_where_the_scope_was_opened() throws Exception {
        List<RecordedEvent> events = recorded(
                DiagnosticsOptions.defaults().strict().flightRecorder(),
                () -> AmbientContext.empty().run(() -> REQUEST_ID.bind("r-17")));
        assertThat(of(events, "Leak")).singleElement().satisfies(event -> {
            assertThat(event.getString("kind")).isEqualTo("SCOPE_LEFT_OPEN");
            assertThat(event.getString("opened")).contains("FlightRecorderTest.java");
        });
    }

    @Test
    void an_accessor_that_fails() throws Exception {
        Registration registration = AmbientRegistry.global().register(new Failing());
        List<RecordedEvent> events = recorded(() -> AmbientContext.capture());
        registration.close();
        assertThat(of(events, "AccessorFailed")).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getString("kind")).isEqualTo("ACCESSOR_FAILED");
            assertThat(event.getString("thrown")).contains("broken");
        });
    }

    private static final class Failing implements ThreadLocalAccessor<String> {
        @Override
        public Object key() {
            return "failing";
        }

        @Override
        public String getValue() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void setValue(String value) {}

        @Override
        public void setValue() {}
    }

    @Test
    void hooks_that_are_installed_and_removed() throws Exception {
        List<RecordedEvent> events = recorded(() -> ReactorBridge.install().close());
        assertThat(of(events, "Install"))
                .extracting(event -> event.getString("what") + " " + event.getBoolean("inPlace"))
                .containsExactly("Reactor bridge true", "Reactor bridge false");
    }

    @Test
    void how_long_a_thread_worked_for_a_request() throws Exception {
        List<RecordedEvent> events =
                recorded(() -> Ambient.where(REQUEST_ID, "r-17").run(() -> {
                    Ambient.where(SECRET, "swordfish").run(() -> {}); // the request stays the same
                }));
        RecordedEvent request = of(events, "Request").get(0);
        assertThat(of(events, "Request")).hasSize(1);
        assertThat(request.getString("key")).isEqualTo("requestId");
        assertThat(request.getString("id")).isEqualTo("r-17");
        boolean isContextual = request.getEventType().getField("id").getAnnotationElements().stream()
                .anyMatch(annotation -> annotation.getTypeName().equals("jdk.jfr.Contextual"));
        assertThat(isContextual).isEqualTo(Runtime.version().feature() >= 25);
    }

    @Test
    void a_redacted_value_is_in_no_event() throws Exception {
        List<RecordedEvent> events = recorded(DiagnosticsOptions.defaults().flightRecorder(SECRET), () -> {
            Ambient.where(SECRET, "swordfish")
                    .call(() -> pool.submit(() -> SECRET.get()))
                    .get();
            Ambient.where(SECRET, "swordfish")
                    .call(() -> plain.submit(() -> SECRET.get()))
                    .get();
            AmbientContext.empty().run(() -> {
                SECRET.set("swordfish");
                SECRET.set("swordfish2");
                SECRET.bind("swordfish3");
            });
        });
        assertThat(of(events, "Change")).isNotEmpty();
        assertThat(of(events, "LostValue")).isNotEmpty();
        assertThat(of(events, "Request")).isNotEmpty();
        assertThat(events).allSatisfy(event -> assertThat(event.toString()).doesNotContain("swordfish"));
        assertThat(of(events, "Request"))
                .extracting(event -> event.getString("id"))
                .containsOnly("***");
    }

    @Test
    void nothing_is_written_unless_asked_for() throws Exception {
        assertThat(recorded(
                        DiagnosticsOptions.defaults(),
                        () -> Ambient.where(REQUEST_ID, "r-17").run(() -> {})))
                .isEmpty();
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().flightRecorder(REQUEST_ID));
        diagnostics.close();
        assertThat(recorded(
                        DiagnosticsOptions.none(),
                        () -> Ambient.where(REQUEST_ID, "r-17").run(() -> {})))
                .isEmpty();
    }

    @Test
    void a_value_that_cannot_be_shown_stops_nothing() throws Exception {
        Ambient<Object> hostile = Ambient.named("hostile");
        Object value = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("broken");
            }
        };
        List<RecordedEvent> events = recorded(() -> Ambient.where(hostile, value)
                .call(() -> pool.submit(() -> hostile.orElseThrow()))
                .get());
        assertThat(of(events, "Change"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(shown(event)).contains("whose toString threw"));
        Registration diagnostics = Diagnostics.install();
        assertThat(Ambient.where(hostile, value)
                        .call(() -> Diagnostics.explain(hostile))
                        .value())
                .contains("whose toString threw");
        diagnostics.close();
    }

    private static String shown(RecordedEvent change) {
        String value = change.getString("value"); // null where the value was unset
        return value == null ? change.getString("previous") : value;
    }

    /** A missing hook is not a leak, and neither is a wrong entry. */
    @ParameterizedTest
    @EnumSource
    void each_kind_of_problem_is_one_event_of_its_type(Problem.Kind kind) throws Exception {
        String message = "on purpose: " + kind;
        List<RecordedEvent> events = recorded(() -> AmbientRegistry.global().report(new Problem(kind, message, null)));
        String sort = switch (kind) {
            case ACCESSOR_FAILED, LISTENER_FAILED -> "AccessorFailed";
            case HOOK_REMOVED, PARTLY_INSTALLED, NOT_INSTALLED -> "Install";
            case WRONG_ENTRY, WRONG_TYPE, NOT_MIRRORED -> "WrongEntry";
            default -> "Leak";
        };
        String field = sort.equals("Install") ? "what" : "message";
        assertThat(of(events, sort)).extracting(event -> event.getString(field)).containsOnlyOnce(message);
        assertThat(events.stream().filter(event -> event.toString().contains(message)))
                .hasSize(1);
    }

    @Test
    void events_can_be_followed_as_they_come() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().flightRecorder());
        try (RecordingStream stream = new RecordingStream()) {
            stream.onEvent("dev.ambient.Change", event -> seen.complete(event.getString("value")));
            stream.onFlush(started::countDown);
            stream.startAsync();
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
            Ambient.where(REQUEST_ID, "r-17").run(() -> {});
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("r-17");
        } finally {
            diagnostics.close();
        }
    }

    @Test
    @SuppressWarnings("try")
    void the_jdks_own_tool_shows_the_request_beside_other_events() throws Exception {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jfr");
        if (Runtime.version().feature() < 25 || !Files.isExecutable(tool)) {
            return; // contextual fields came with JDK 25
        }
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().flightRecorder(REQUEST_ID));
        Path file = directory.resolve("contextual.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ThreadPark").withThreshold(java.time.Duration.ZERO);
            recording.start();
            try (Scope scope = REQUEST_ID.bind("r-17")) {
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            recording.stop();
            recording.dump(file);
        }
        diagnostics.close();
        assertThat(output(tool, file)).contains("Context: Request.id = \"r-17\"");
    }

    private static String output(Path tool, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(tool.toString(), "print", "--events", "jdk.ThreadPark", file.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
