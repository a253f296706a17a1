/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks: all of it follows from the number of the request, so that the service knows what it should see. */
record Caller(long number, String id, String user, String trace) {

    static final int USERS = 64;
    static final String PASSWORD = "secret";
    static final String ID_HEADER = "X-Id";

    private static final String PREFIX = "r-";

    static Caller of(long number) {
        return new Caller(number, PREFIX + number, user((int) (number % USERS)), "%032x".formatted(number + 1));
    }

    static Caller withId(String id) {
        return of(Long.parseLong(id.substring(PREFIX.length())));
    }

    static String user(int which) {
        return "user-" + which;
    }

    String authorization() {
        String both = user + ":" + PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** W3C's header, of a trace that is sampled. */
    String traceparent() {
        return "00-%s-%016x-01".formatted(trace, number + 1);
    }
}
