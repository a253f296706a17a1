/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the service under load, first without and then with the bridges, and prints what each stage of a request saw.
 * Ends with exit code 1 if with the bridges one value is not right, one is missing, or one pool thread is not clean.
 *
 * <p>With {@code -Dserve} it starts the service with the bridges on {@code -Dport} (8080) instead and keeps it running:
 *
 * <pre>
 * curl -i -H 'X-Request-Id: r-17' -H 'X-Tenant: acme' http://127.0.0.1:8080/offers/sku-7
 * </pre>
 *
 * <p>The log shows the id and the tenant in each of its lines. {@code -Drequests} (2000) is how many requests a run
 * sends. From the top of the project: {@code ./mvnw -B -ntp -DskipTests -Pdemo verify}, and the same with {@code
 * -Dserve}.
 */
public final class ServiceDemo {

    private static final int WARM_UPS = 2;
    private static final int WARM_UP_REQUESTS = 2_000;

    private ServiceDemo() {}

    public static void main(String[] args) {
        if (isSet("serve")) {
            serve(number("port", 8080));
        } else {
            System.exit(compare(number("requests", 2_000)) ? 0 : 1);
        }
    }

    private static boolean compare(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("-Drequests must be at least 1, not " + requests);
        }
        List<Trial> bridged = new ArrayList<>();
        // In turns, and before either is measured: else the first would pay for the class loading of both.
        for (int i = 0; i < WARM_UPS; i++) {
            Trial.run("warm-up", Carrying.BY_HAND, WARM_UP_REQUESTS);
            bridged.add(Trial.run("warm-up", Carrying.BRIDGED, WARM_UP_REQUESTS));
        }
        Trial without = Trial.run("without", Carrying.BY_HAND, requests);
        Trial with = Trial.run("with", Carrying.BRIDGED, requests);
        bridged.add(with);

        System.out.printf(
                "%,d HTTP requests, %d at a time, each with an id and a tenant. How often each stage saw them:%n%n%s%n",
                requests, LoadClient.CONCURRENCY, new Report(without, with));
        System.out.printf(
                "The times are of one run each, after %,d requests each to warm up: an impression, no benchmark.%n%n",
                WARM_UPS * WARM_UP_REQUESTS);
        showLog(LoadClient.request("without", requests / 2), LoadClient.request("with", requests / 2));
        return allRight(bridged);
    }

    /** The warm-ups count as well: a wrong value is a wrong value. */
    private static boolean allRight(List<Trial> bridged) {
        List<Trial> wrong = bridged.stream().filter(trial -> !trial.allRight()).toList();
        for (Trial trial : wrong) {
            System.out.printf("NOT RIGHT, of %,d requests:%n%s%n", trial.requests(), new Report(trial));
            trial.pools().dirty().forEach(thread -> System.out.println("DIRTY: " + thread));
        }
        if (wrong.isEmpty()) {
            System.out.println("With the bridges all is right, in the warm-up too.");
        }
        return wrong.isEmpty();
    }

    /** The same request of both runs, as somebody finds it who searches the log for its id. */
    private static void showLog(Request... requests) {
        System.out.println("The log is in " + LogFile.PATH.toAbsolutePath() + ".");
        for (Request request : requests) {
            List<String> lines = LogFile.linesOf(request);
            System.out.printf("Lines in it with the id %s: %d%n", request.id(), lines.size());
            lines.forEach(line -> System.out.println("    " + line));
        }
        System.out.println();
    }

    @SuppressWarnings("try") // the registrations only have to be there
    private static void serve(int port) {
        Carrying carrying = Carrying.BRIDGED;
        try (Pools pools = new Pools();
                Registration mdc = RequestValues.driveMdc();
                Registration bridges = carrying.install();
                Service service = new Service(carrying, pools, new Probe(new Verdicts()), port)) {
            String url = "http://" + Service.HOST + ":" + service.port() + "/offers/sku-7";
            System.out.println("Serving. Stop it with Ctrl-C. Try:");
            System.out.println("curl -i -H 'X-Request-Id: r-17' -H 'X-Tenant: acme' " + url);
            service.await();
        }
    }

    private static int number(String property, int otherwise) {
        String value = System.getProperty(property);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static boolean isSet(String property) {
        String value = System.getProperty(property);
        return value != null && !value.equals("false");
    }
}
