/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that bring a request's id and tenant from one process to the next. */
final class Headers {

    static final String REQUEST_ID = "X-Request-Id";
    static final String TENANT = "X-Tenant";

    /** For the check only: whose call it is, told by a witness who does not rely on ambient values. */
    private static final String CHECK_ID = "X-Check-Id";

    private static final String CHECK_TENANT = "X-Check-Tenant";

    private Headers() {}

    /** Hands on the values that are current here, now. */
    static void addCurrentValues(HttpHeaders headers) {
        addIfPresent(headers, REQUEST_ID, RequestValues.REQUEST_ID.get());
        addIfPresent(headers, TENANT, RequestValues.TENANT.get());
    }

    static void addCheck(HttpHeaders headers, Request request) {
        headers.set(CHECK_ID, request.id()).set(CHECK_TENANT, request.tenant());
    }

    static Request check(HttpHeaders headers, String sku) {
        return new Request(get(headers, CHECK_ID, ""), get(headers, CHECK_TENANT, ""), sku);
    }

    static String get(HttpHeaders headers, String name, String otherwise) {
        String value = headers.get(name);
        return value != null ? value : otherwise;
    }

    private static void addIfPresent(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
