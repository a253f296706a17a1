/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Timeline;
import dev.ambient.reactor.ReactorBridge;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A timeline in each of its forms. */
class TimelineTest {

    private static final String HOSTILE = "<script>alert('&\"')</script>;\n#\u0000end";

    private final Ambient<String> key = Ambient.named("requestId");
    private final ExecutorService plain = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool"));
    private final ExecutorService pool = AmbientExecutors.wrap(plain);

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        plain.shutdown();
        assertThat(plain.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Diagnostics.isInstalled()).isFalse();
    }

    /** Makes one hop, with a mark, and one loss. */
    private void flow(Timeline.Capture capture, String value) throws Exception {
        Ambient.where(key, value).call(() -> {
            pool.submit(() -> capture.mark("there")).get();
            return plain.submit(() -> key.get()).get();
        });
    }

    private static Document svgOf(String html) throws Exception {
        String svg = html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + 6);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static int count(Document svg, String element) {
        return svg.getElementsByTagName(element).getLength();
    }

    @Test
    void a_hop_a_mark_and_a_loss() throws Exception {
        try (Timeline.Capture capture = Timeline.capture(key, "r-17")) {
            flow(capture, "r-17");
            String text = capture.timeline().toText();
            assertThat(text.lines().map(line -> line.replaceFirst("^ *[0-9.]+ ms +", "")))
                    .satisfiesExactly(
                            title -> assertThat(title)
                                    .startsWith("requestId = r-17: ")
                                    .endsWith(" on 2 threads, 1 loss"),
                            set -> assertThat(set).startsWith("main  set (TimelineTest.java:"),
                            hop -> assertThat(hop).startsWith("pool  here, from main"),
                            mark -> assertThat(mark).startsWith("pool  there (TimelineTest.java:"),
                            loss -> assertThat(loss).startsWith("pool  LOST EXECUTOR_NOT_WRAPPED (TimelineTest.java:"));
        }
    }

    @Test
    void the_picture_has_a_bar_for_each_stretch_an_arrow_for_each_hop_and_red_for_each_loss() throws Exception {
        try (Timeline.Capture capture = Timeline.capture(key, "r-17")) {
            flow(capture, "r-17");
            String html = capture.timeline().toHtml();
            Document svg = svgOf(html);
            assertThat(count(svg, "rect")).isEqualTo(2);
            assertThat(count(svg, "circle")).isEqualTo(4);
            NodeList paths = svg.getElementsByTagName("path");
            assertThat(paths.getLength()).as("the arrow, and the arrow's head").isEqualTo(2);
            assertThat(html).contains("fill=\"#d3202f\"").contains("class=\"lost\"");
            assertThat(html)
                    .as("self-contained")
                    .doesNotContain("src=")
                    .doesNotContain("<link")
                    .doesNotContain("@import");
        }
    }

    @Test
    void the_reason_of_an_early_loss_does_not_cover_the_name_of_the_thread() throws Exception {
        try (Timeline.Capture capture = Timeline.capture(key, "r-1")) {
            Ambient.where(key, "r-1").call(() -> plain.submit(() -> key.get()).get());
            Element picture = svgOf(capture.timeline().toHtml()).getDocumentElement();
            NodeList texts = picture.getElementsByTagName("text");
            for (int i = 0; i < texts.getLength(); i++) {
                Element text = (Element) texts.item(i);
                if (text.getTextContent().equals("EXECUTOR_NOT_WRAPPED")) {
                    assertThat(text.getAttribute("text-anchor")).isEqualTo("start");
                    assertThat(Double.parseDouble(text.getAttribute("x")) + 8 * 20)
                            .isLessThan(Double.parseDouble(picture.getAttribute("width")));
                    return;
                }
            }
            throw new AssertionError("The picture has no reason.");
        }
    }

    @Test
    void other_flows_are_not_shown() throws Exception {
        try (Timeline.Capture capture = Timeline.capture(key, "r-17")) {
            Ambient.where(key, "r-18").call(() -> pool.submit(key::orElseThrow)).get();
            assertThat(capture.timeline().toText()).startsWith("requestId: 0.0 ms on 0 threads, nothing lost");
            svgOf(capture.timeline().toHtml());
        }
    }

    @Test
    void all_flows_of_a_key_have_a_colour_each() throws Exception {
        try (Timeline.Capture capture = Timeline.capture(key)) {
            for (String value : new String[] {"r-17", "r-18"}) {
                Ambient.where(key, value)
                        .call(() -> pool.submit(key::orElseThrow))
                        .get();
            }
            String html = capture.timeline().toHtml();
            assertThat(html)
                    .contains("#2f6fdb")
                    .contains("#1d9a6c")
                    .contains("r-17</b>")
                    .contains("r-18</b>");
            assertThat(capture.timeline().toText()).contains("set r-17").contains("set r-18");
        }
    }

    @Test
    void operators_are_on_the_hops() {
        Registration bridge = ReactorBridge.install();
        try (Timeline.Capture capture = Timeline.capture(key, "r-17")) {
            Ambient.where(key, "r-17")
                    .call(() -> Flux.just("a", "b")
                            .publishOn(Schedulers.fromExecutorService(plain))
                            .map(item -> key.orElseThrow())
                            .blockLast());
            assertThat(capture.timeline().toText()).contains("pool  here, from main");
            assertThat(capture.timeline().toMermaid())
                    .contains("participant T0 as main")
                    .contains("T0->>T1: ");
        } finally {
            bridge.close();
        }
    }

    @Test
    void hostile_values_names_and_marks_are_escaped() throws Exception {
        Ambient<String> hostile = Ambient.named("<b>&" + HOSTILE);
        try (Timeline.Capture capture = Timeline.capture(hostile)) {
            Thread thread =
                    new Thread(() -> Ambient.where(hostile, HOSTILE).run(() -> capture.mark(HOSTILE)), "t" + HOSTILE);
            thread.start();
            thread.join();
            Timeline timeline = capture.timeline();
            String html = timeline.toHtml();
            svgOf(html); // is well-formed
            assertThat(html.split("<script>", -1)).as("our own").hasSize(2);
            assertThat(html)
                    .doesNotContain("alert('")
                    .contains("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
            assertThat(html).doesNotContain("\u0000");
            String mermaid = timeline.toMermaid();
            assertThat(mermaid.lines()).hasSize(4);
            assertThat(mermaid).doesNotContain("<").doesNotContain("\"").contains("#60;script#62;");
        }
    }

    @Test
    void a_redacted_value_is_in_no_form() {
        Ambient<String> secret = Ambient.<String>builder("secret").redacted().build();
        try (Timeline.Capture capture = Timeline.capture(secret, "swordfish")) {
            Ambient.where(secret, "swordfish").run(() -> capture.mark("there"));
            Timeline timeline = capture.timeline();
            assertThat(timeline.toText()).contains("secret = ***").doesNotContain("swordfish");
            assertThat(timeline.toHtml()).contains("***").doesNotContain("swordfish");
            assertThat(timeline.toMermaid()).doesNotContain("swordfish");
        }
    }

    @Test
    void a_flight_recording_becomes_a_timeline() throws Exception {
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().flightRecorder());
        Path file = directory.resolve("flow.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            Ambient.where(key, "r-17").call(() -> {
                pool.submit(key::orElseThrow).get();
                return plain.submit(() -> key.get()).get();
            });
            Ambient.where(key, "r-18").run(() -> {});
            recording.stop();
            recording.dump(file);
        } finally {
            diagnostics.close();
        }
        Timeline timeline = Timeline.read(file, "requestId", "r-17");
        assertThat(timeline.toText())
                .startsWith("requestId = r-17: ")
                .contains("main  set (TimelineTest.java:")
                .contains("pool  here, from main")
                .contains("pool  LOST EXECUTOR_NOT_WRAPPED (TimelineTest.java:")
                .doesNotContain("r-18");
        assertThat(count(svgOf(timeline.toHtml()), "rect")).isEqualTo(2);
        assertThat(Timeline.read(file, "requestId", null).toText()).contains("set r-18");
        assertThat(Timeline.read(file, "other", null).toText()).contains("nothing lost");
    }
}
