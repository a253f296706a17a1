/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.management.JMException;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/**
 * How the service is asked what it has counted: on its standard input, a word a line. The answer is numbers with names, a line each, and
 * a line with the mark alone. Not over HTTP, which would count.
 */
final class Control {

    /** Begins each line of an answer: all else on the output is logged. */
    static final String MARK = "@";

    private final ConfigurableApplicationContext context;
    private final Scopes scopes;

    Control(ConfigurableApplicationContext context, Scopes scopes) {
        this.context = context;
        this.scopes = scopes;
    }

    /** Says where it listens, then answers until the input ends. */
    void answer() throws IOException, JMException {
        say("port", context.getEnvironment().getRequiredProperty("local.server.port"));
        say("boot", SpringBootVersion.getVersion());
        say("reactor", String.valueOf(Mono.class.getPackage().getImplementationVersion()));
        end();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String word = asked.readLine(); word != null; word = asked.readLine()) {
            Map<String, Long> numbers = switch (word) {
                case "collect" -> {
                    System.gc();
                    yield Map.of();
                }
                case "usage" -> Usage.now();
                case "objects" -> Histogram.now().counts();
                case "scopes" -> Map.of("SCOPES", scopes.opened());
                case "looks" -> context.getBean(Looks.class).counts();
                default -> throw new IllegalArgumentException("no such question: " + word);
            };
            numbers.forEach((name, number) -> say(name, String.valueOf(number)));
            end();
        }
    }

    private static void say(String name, String value) {
        System.out.println(MARK + name + "=" + value);
    }

    private static void end() {
        System.out.println(MARK);
        System.out.flush();
    }
}
