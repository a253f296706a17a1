/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.armeria;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.rxjava3.RequestContextAssembly;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ambient.benchmarks.Carrier;
import dev.ambient.benchmarks.Values;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Armeria's {@code RequestContextAssembly}, and its request context. */
public final class ArmeriaCarrier implements Carrier {

    private static final AttributeKey<String> VALUE = AttributeKey.valueOf("value");

    @Override
    @SuppressWarnings("MustBeClosedChecker") // its thread ends with the JVM
    public void begin() {
        RequestContextAssembly.enable();
        ServiceRequestContext context = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
        context.setAttr(VALUE, Values.HERE);
        context.push();
    }

    @Override
    public @Nullable Object get() {
        RequestContext context = RequestContext.currentOrNull();
        return context == null ? null : context.attr(VALUE);
    }
}
