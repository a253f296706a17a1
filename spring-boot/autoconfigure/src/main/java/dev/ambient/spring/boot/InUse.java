/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** What is in use in this context: the line that is logged when it starts, and what the endpoint shows. */
final class InUse implements SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog("dev.ambient.spring.boot");

    private final AmbientValues values;
    private final @Nullable Installation installation;
    private final @Nullable ExecutorPostProcessor executors;

    InUse(AmbientValues values, @Nullable Installation installation, @Nullable ExecutorPostProcessor executors) {
        this.values = values;
        this.installation = installation;
        this.executors = executors;
    }

    List<String> bridges() {
        return installation == null ? List.of() : installation.bridges();
    }

    List<AmbientValue> values() {
        return values.all();
    }

    List<String> carrying() {
        return executors == null ? List.of() : executors.carrying();
    }

    Map<String, String> leftAlone() {
        return executors == null ? Map.of() : executors.leftAlone();
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (LOG.isInfoEnabled()) {
            LOG.info("Ambient: bridges " + bridges() + ", values " + values() + ", executors " + carrying());
        }
    }
}
