/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Starts the service three times, sends it 500 orders each time, and prints what its log lines have shown: with Boot's default, with
 * Boot's own propagation, with the starter. Ends with exit code 1 if one line is not right with the starter.
 *
 * <p>From the top of the project: {@code ./mvnw -B -ntp -DskipTests -Pdemo verify}.
 */
public final class StagesDemo {

    private static final int ORDERS = 500;

    private StagesDemo() {}

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        Trial off = Trial.run(Mode.OFF, ORDERS);
        Trial auto = Trial.run(Mode.AUTO, ORDERS);
        Trial starter = Trial.run(Mode.STARTER, ORDERS);
        System.out.printf(
                "A Spring Boot service, %d orders, %d at a time. How often each stage's log line showed the request's id and tenant:%n%n%s%n",
                ORDERS, LoadClient.CONCURRENCY, new Report(List.of(off, auto, starter)));
        boolean right = starter.right() == Stage.values().length;
        System.out.println(right ? "With the starter all is right." : "NOT RIGHT with the starter.");
        System.exit(right ? 0 : 1);
    }
}
