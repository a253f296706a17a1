/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.armeria;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.rxjava3.RequestContextAssembly;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ambient.Registration;
import dev.ambient.survival.rxjava.RxCarrier;
import dev.ambient.survival.rxjava.RxSurvival;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Armeria's RxJava module, and its request context. */
public final class Armeria implements RxCarrier {

    private static final AttributeKey<String> VALUE = AttributeKey.valueOf("survival");

    private Armeria() {}

    /**
     * Runs RxJava's half.
     *
     * @param args where to write the result
     * @throws IOException if that cannot be written
     */
    public static void main(String[] args) throws IOException {
        RxSurvival.write(new Armeria(), Path.of(args[0]));
        System.exit(0); // its event loops are no daemons
    }

    @Override
    public String title() {
        return "Armeria";
    }

    @Override
    public String description() {
        return "`RequestContextAssembly.enable()` of Armeria's RxJava module";
    }

    @Override
    public Registration install() {
        RequestContextAssembly.enable();
        return RequestContextAssembly::disable;
    }

    @Override
    @SuppressWarnings("try") // the context is popped, and nothing more
    public void with(@Nullable String value, Runnable task) {
        if (value == null) {
            task.run();
            return;
        }
        ServiceRequestContext context = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
        context.setAttr(VALUE, value);
        try (SafeCloseable popped = context.push()) {
            task.run();
        }
    }

    @Override
    public @Nullable String read() {
        RequestContext context = RequestContext.currentOrNull();
        return context == null ? null : context.attr(VALUE);
    }

    @Override
    public boolean isClean() {
        return RequestContext.currentOrNull() == null;
    }

    /** It gives no way to pop what somebody else has pushed. */
    @Override
    public void clean() {}
}
