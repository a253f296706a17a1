/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.Ambient;
import dev.ambient.AmbientMdc;
import dev.ambient.Registration;

/** The two ambient values of a request, and the logging context that follows them. */
final class RequestValues {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    static final Ambient<String> TENANT = Ambient.named("tenant");

    private RequestValues() {}

    /** Has SLF4J's MDC follow both values, on every thread, so that every log line shows whose it is. */
    static Registration driveMdc() {
        Registration id = AmbientMdc.export(REQUEST_ID);
        Registration tenant = AmbientMdc.export(TENANT);
        return () -> {
            tenant.close();
            id.close();
        };
    }
}
