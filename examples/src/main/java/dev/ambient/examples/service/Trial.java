/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.Registration;
import java.time.Duration;

/** The service under load, from start to stop, and what was seen. */
record Trial(Carrying carrying, int requests, Verdicts verdicts, Duration time, Latencies latencies, PoolCheck pools) {

    /**
     * Runs it.
     *
     * @param name what the request ids begin with
     */
    static Trial run(String name, Carrying carrying, int requests) {
        Verdicts verdicts = new Verdicts();
        Latencies latencies = new Latencies();
        try (Pools pools = new Pools()) {
            Duration time = load(name, carrying, requests, verdicts, latencies, pools);
            // Only now, as the bridges are off: nothing tidies up around the check itself.
            return new Trial(carrying, requests, verdicts, time, latencies, PoolCheck.of(pools.all()));
        }
    }

    @SuppressWarnings("try") // the registrations only have to be there
    private static Duration load(
            String name, Carrying carrying, int requests, Verdicts verdicts, Latencies latencies, Pools pools) {
        try (Registration mdc = RequestValues.driveMdc();
                Registration bridges = carrying.install();
                Service service = new Service(carrying, pools, new Probe(verdicts), 0);
                LoadClient client = new LoadClient(pools, service.port(), verdicts, latencies)) {
            Duration time = client.send(name, requests);
            // All is answered, but a last audit or doFinally may still be under way.
            pools.settle();
            return time;
        }
    }

    /** Whether each stage saw the right values for each request, and no thread kept one. */
    boolean allRight() {
        return verdicts.allRight(requests) && pools.dirty().isEmpty();
    }
}
