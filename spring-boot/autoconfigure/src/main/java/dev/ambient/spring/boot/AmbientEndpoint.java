/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Problem;
import dev.ambient.PropagationPolicy;
import dev.ambient.spi.HookGroup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/ambient}: what is in use. It shows no value of any request, but for the ids of those that the diagnostics have
 * recorded.
 */
@Endpoint(id = "ambient")
final class AmbientEndpoint {

    private final InUse inUse;

    private final @Nullable RecordedRequests requests;

    AmbientEndpoint(InUse inUse, @Nullable RecordedRequests requests) {
        this.inUse = inUse;
        this.requests = requests;
    }

    @ReadOperation
    Description ambient() {
        return new Description(
                inUse.bridges(),
                inUse.hooks(),
                inUse.values().stream().map(Value::of).toList(),
                inUse.threadLocals(),
                new Executors(inUse.carrying(), inUse.leftAlone()),
                Reports.of(inUse.reports()),
                Diagnostics.of(requests));
    }

    /** All of it. */
    record Description(
            List<String> bridges,
            Map<String, Map<String, HookGroup.State>> hooks,
            List<Value> values,
            Map<String, PropagationPolicy> threadLocals,
            Executors executors,
            Reports reports,
            Diagnostics diagnostics) {}

    /** What was reported in this JVM since the context was started: how often, and the last of each kind. */
    record Reports(Map<Problem.Kind, Long> counts, List<Report> lately) {

        static Reports of(@Nullable RecentReports reports) {
            return reports == null
                    ? new Reports(Map.of(), List.of())
                    : new Reports(
                            reports.counts(),
                            reports.lately().stream().map(Report::of).toList());
        }
    }

    /** One problem. */
    record Report(String at, Problem.Kind kind, String message) {

        static Report of(RecentReports.Report report) {
            return new Report(report.at().toString(), report.kind(), report.message());
        }
    }

    /** What the diagnostics record, and the requests that {@code explain} and {@code timeline} know. */
    record Diagnostics(
            AmbientProperties.Diagnostics mode, @Nullable String key, List<String> requests) {

        static Diagnostics of(@Nullable RecordedRequests requests) {
            return requests == null
                    ? new Diagnostics(AmbientProperties.Diagnostics.OFF, null, List.of())
                    : new Diagnostics(requests.mode(), requests.key(), requests.ids());
        }
    }

    /** One value, as it is configured. */
    record Value(
            String name,
            @Nullable String header,
            boolean response,
            boolean required,
            int maxLength,
            String onInvalid,
            @Nullable String mdcKey) {

        static Value of(AmbientValue value) {
            return new Value(
                    value.name(),
                    value.header(),
                    value.isInResponse(),
                    value.isRequired(),
                    value.maxLength(),
                    value.onInvalid().name(),
                    value.mdcKey());
        }
    }

    /** The beans that carry values, and the classes of those that do not. */
    record Executors(List<String> carrying, Map<String, String> leftAlone) {}
}
