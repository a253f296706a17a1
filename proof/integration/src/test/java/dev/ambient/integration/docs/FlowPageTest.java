/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.reactor.ReactorBridge;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.adapter.JdkFlowAdapter;

/** What docs/how-to/jdk-async.md says of {@code Flow} and {@code SubmissionPublisher}. A third request publishes. */
class FlowPageTest extends TwoRequests {

    private static final Executor DIRECT = Runnable::run;

    private Map<String, SubmissionPublisher<String>> on(Executor executor) {
        return forEach(() -> new SubmissionPublisher<>(executor, Flow.defaultBufferSize()));
    }

    private static void publish(Map<String, SubmissionPublisher<String>> publishers) {
        another(() -> publishers.forEach((tenant, publisher) -> {
            publisher.submit(tenant);
            publisher.close();
        }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_consumer(boolean carrying) throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(carrying ? wrapped : plain);
        both(tenant -> {
            SubmissionPublisher<String> prices = publishers.get(tenant);
            prices.consume(AmbientContext.capture().wrapConsumer(price -> print(TENANT.get() + " " + price)));
        });
        publish(publishers);
        assertThat(printed()).isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_consumer_sees_none(boolean carrying) throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(carrying ? wrapped : plain);
        both(tenant -> publishers.get(tenant).consume(price -> print(TENANT.get() + " " + price)));
        publish(publishers);
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_a_consumer_on_a_direct_executor_sees_who_publishes() throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(DIRECT);
        both(tenant -> publishers.get(tenant).consume(price -> print(TENANT.get() + " " + price)));
        publish(publishers);
        assertThat(printed()).isEqualTo(ANOTHERS);
    }

    @Test
    void two_consumers_of_one_publisher() throws Exception {
        try (SubmissionPublisher<String> prices = new SubmissionPublisher<>(DIRECT, Flow.defaultBufferSize())) {
            both(tenant ->
                    prices.consume(AmbientContext.capture().wrapConsumer(price -> print(TENANT.get() + " " + tenant))));
            another(() -> prices.submit("4.50"));
            assertThat(printed()).isEqualTo(OWN);
        }
    }

    @Test
    void a_subscriber() throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(DIRECT);
        both(tenant -> {
            Flow.Publisher<String> prices = publishers.get(tenant);
            Flow.Subscriber<String> subscriber = new Lines(price -> print(TENANT.get() + " " + price));
            prices.subscribe(new InContext<>(AmbientContext.capture(), subscriber));
        });
        publish(publishers);
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    @Test
    void without_a_subscriber_sees_who_publishes() throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(DIRECT);
        both(tenant -> publishers.get(tenant).subscribe(new Lines(price -> print(TENANT.get() + " " + price))));
        publish(publishers);
        assertThat(printed(4)).isEqualTo(twice(ANOTHERS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_subscriber_on_a_pool_sees_none(boolean carrying) throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(carrying ? wrapped : plain);
        both(tenant -> publishers.get(tenant).subscribe(new Lines(price -> print(TENANT.get() + " " + price))));
        publish(publishers);
        assertThat(printed(4)).isEqualTo(twice(NONE));
    }

    @Test
    void a_subscriber_of_a_publisher_that_fails() throws Exception {
        Map<String, SubmissionPublisher<String>> publishers = on(DIRECT);
        both(tenant -> publishers
                .get(tenant)
                .subscribe(new InContext<>(
                        AmbientContext.capture(), new Lines(failure -> print(TENANT.get() + " " + failure)))));
        another(() -> publishers.forEach(
                (tenant, publisher) -> publisher.closeExceptionally(new IllegalStateException(tenant))));
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_publisher_made_a_flux() throws Exception {
        takeOutLater(ReactorBridge.install());
        Map<String, SubmissionPublisher<String>> publishers = on(DIRECT);
        both(tenant -> {
            Flow.Publisher<String> prices = publishers.get(tenant);
            JdkFlowAdapter.flowPublisherToFlux(prices)
                    .doOnNext(price -> print(TENANT.get() + " " + price))
                    .subscribe();
        });
        publish(publishers);
        assertThat(printed()).isEqualTo(OWN);
    }
}
