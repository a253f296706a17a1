/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.spi.HookGroup;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    boolean isInstalled() {
        return installation != null;
    }

    Map<String, Map<String, HookGroup.State>> hooks() {
        return installation == null ? Map.of() : installation.hooks();
    }

    /** None if nothing is installed. */
    @Nullable
    RecentReports reports() {
        return installation == null ? null : installation.reports();
    }

    /** The thread-locals of other libraries, and what happens to each of them at a boundary. */
    Map<String, PropagationPolicy> threadLocals() {
        Map<String, PropagationPolicy> threadLocals = new TreeMap<>();
        for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
            Object key = accessor.key();
            threadLocals.put(String.valueOf(key), AmbientRegistry.global().policyOf(key));
        }
        return threadLocals;
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
