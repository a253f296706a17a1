/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.Registration;
import dev.ambient.diagnostics.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Draws the way of one request through the service, in which somebody has forgotten to wrap the audit's executor. Writes a
 * page and prints the same as text.
 *
 * <p>From the top of the project: {@code ./mvnw -B -ntp -DskipTests -Pdemo verify}, then open {@code
 * examples/target/timeline.html}.
 */
public final class TimelineDemo {

    /** So that classes are loaded and connections open: what is drawn is a request like any other. */
    private static final int WARM_UP_REQUESTS = 500;

    private TimelineDemo() {}

    public static void main(String[] args) throws IOException {
        Timeline timeline = ofOneRequest();
        Path page = Path.of("target", "timeline.html");
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, timeline.toHtml());
        System.out.printf("%s%nThe same as a picture is in %s.%n", timeline.toText(), page.toAbsolutePath());
    }

    @SuppressWarnings("try") // the registrations only have to be there
    static Timeline ofOneRequest() {
        Carrying carrying = Carrying.FORGOTTEN;
        AtomicReference<Timeline.Capture> capture = new AtomicReference<>();
        Verdicts verdicts = new Verdicts();
        Probe probe = new Probe(verdicts, stage -> mark(capture.get(), stage));
        try (Pools pools = new Pools();
                Registration mdc = RequestValues.driveMdc();
                Registration bridges = carrying.install();
                Service service = new Service(carrying, pools, probe, 0);
                LoadClient client = new LoadClient(pools, service.port(), verdicts, new Latencies())) {
            client.send("warm-up", WARM_UP_REQUESTS);
            pools.settle();
            Request request = new Request("r-17", "acme", "sku-7");
            try (Timeline.Capture following = Timeline.capture(RequestValues.REQUEST_ID, request.id())) {
                capture.set(following);
                client.send(request).block(Limits.REQUEST);
                pools.settle(); // the audit may still be under way
                return following.timeline();
            }
        }
    }

    private static void mark(Timeline.@Nullable Capture capture, String stage) {
        if (capture != null) {
            capture.mark(stage);
        }
    }
}
