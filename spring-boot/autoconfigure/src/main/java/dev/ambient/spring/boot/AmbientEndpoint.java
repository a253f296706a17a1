/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/ambient}: what is in use. It shows no value of any request. */
@Endpoint(id = "ambient")
final class AmbientEndpoint {

    private final InUse inUse;

    AmbientEndpoint(InUse inUse) {
        this.inUse = inUse;
    }

    @ReadOperation
    Description ambient() {
        return new Description(
                inUse.bridges(),
                inUse.values().stream().map(Value::of).toList(),
                new Executors(inUse.carrying(), inUse.leftAlone()));
    }

    /** All of it. */
    record Description(List<String> bridges, List<Value> values, Executors executors) {}

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
