/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** The service under load in one mode, from start to stop, and what its log has shown. */
record Trial(Mode mode, int orders, SeenInTheLog seen, List<HttpResponse<String>> answers, Duration time) {

    static Trial run(Mode mode, int orders) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        try (ConfigurableApplicationContext service = mode.start()) {
            int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            SeenInTheLog seen = new SeenInTheLog(orders);
            List<HttpResponse<String>> answers = new LoadClient(port).send(orders);
            for (HttpResponse<String> answer : answers) {
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer + ": " + answer.body());
                }
            }
            seen.finish();
            return new Trial(mode, orders, seen, answers, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            Mode.clean();
        }
    }

    /** Whether each order was right at this stage. One that is missing is as bad as a wrong one. */
    boolean isRight(Stage stage) {
        return seen.count(stage, Verdict.RIGHT) == orders
                && seen.count(stage, Verdict.NONE) == 0
                && seen.count(stage, Verdict.ANOTHERS) == 0;
    }

    long right() {
        return Stream.of(Stage.values()).filter(this::isRight).count();
    }
}
