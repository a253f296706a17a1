/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * One of those who order. All that a request carries follows from the number.
 *
 * @param number who it is
 */
record Caller(int number) {

    private static final int TENANTS = 7;

    /** Whom a line in the log is about: its first argument is an order or a customer. */
    static Caller of(Object argument) {
        String text = String.valueOf(argument);
        return new Caller(Integer.parseInt(text.substring(text.indexOf('-') + 1)));
    }

    /** What each line about this one should show. */
    Map<String, String> values() {
        return Map.of("request-id", requestId(), "tenant", tenant());
    }

    String requestId() {
        return "request-" + number;
    }

    String tenant() {
        return "tenant-" + number % TENANTS;
    }

    String authorization() {
        byte[] user = ("customer-" + number + ":secret").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(user);
    }

    String order() {
        return "{\"number\":\"order-%1$d\",\"article\":\"article-%1$d\",\"quantity\":2}".formatted(number);
    }
}
