/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.RecentRequests;
import dev.ambient.diagnostics.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/** The diagnostics, as {@code ambient.diagnostics} has them, for as long as the context is there. */
final class RequestDiagnostics implements RecordedRequests, DisposableBean {

    /** As many as the documentation of the options has for production. */
    private static final int ONE_IN = 1_000;

    private static final int KEPT = 200;

    private final AmbientProperties.Diagnostics mode;
    private final @Nullable Ambient<String> key;
    private final @Nullable Registration registration;
    private final @Nullable RecentRequests requests;

    RequestDiagnostics(AmbientProperties properties, AmbientValues values) {
        this.mode = properties.diagnostics();
        if (mode == AmbientProperties.Diagnostics.OFF) {
            this.key = null;
            this.registration = null;
            this.requests = null;
            return;
        }
        Ambient<String> key = DiagnosticsKey.of(properties, values);
        this.key = key;
        this.registration = Diagnostics.install(
                mode == AmbientProperties.Diagnostics.FULL
                        ? DiagnosticsOptions.defaults().strict().flightRecorder(key)
                        : DiagnosticsOptions.defaults()
                                .sample(key, ONE_IN)
                                .strict(ONE_IN)
                                .flightRecorder(key));
        this.requests = RecentRequests.record(key, KEPT);
    }

    @Override
    public AmbientProperties.Diagnostics mode() {
        return mode;
    }

    @Override
    public @Nullable String key() {
        return key == null ? null : key.name();
    }

    @Override
    public List<String> ids() {
        return requests == null ? List.of() : requests.ids();
    }

    @Override
    public @Nullable Explained explain(String id) {
        Timeline timeline = timeline(id);
        return timeline == null || key == null || requests == null
                ? null
                : new Explained(
                        key.name(),
                        id,
                        timeline.toText().lines().toList(),
                        requests.losses(id).stream()
                                .map(RequestDiagnostics::loss)
                                .toList());
    }

    @Override
    public @Nullable String page(String id) {
        Timeline timeline = timeline(id);
        return timeline == null ? null : timeline.toHtml();
    }

    private @Nullable Timeline timeline(String id) {
        return requests == null ? null : requests.timeline(id);
    }

    private static Loss loss(Explanation explanation) {
        return new Loss(
                explanation.reason().name(),
                explanation.here().toString(),
                text(explanation.set()),
                text(explanation.captured()),
                text(explanation.last()),
                explanation.dropped().toString(),
                explanation.why(),
                explanation.fix());
    }

    private static @Nullable String text(Explanation.@Nullable Place place) {
        return place == null ? null : place.toString();
    }

    @Override
    public void destroy() {
        if (requests != null) {
            requests.close();
        }
        if (registration != null) {
            registration.close();
        }
    }
}
