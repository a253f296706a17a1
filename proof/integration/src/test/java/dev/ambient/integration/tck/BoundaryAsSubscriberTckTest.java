/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** What a foreign Publisher gets to see as the Subscriber of a bridged flow. */
@Test
public class BoundaryAsSubscriberTckTest extends SubscriberWhiteboxVerification<Integer> {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private Registration bridge;

    public BoundaryAsSubscriberTckTest() {
        super(new TestEnvironment(60_000, 20, 5));
    }

    @BeforeClass
    public void install() {
        bridge = ReactorBridge.install();
    }

    @AfterClass
    public void remove() {
        bridge.close();
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    @Override
    public Subscriber<Integer> createSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        Queue<Subscriber<? super Integer>> subscribers = new ArrayDeque<>();
        Publisher<Integer> foreign = subscribers::add;
        ReactorBridge.bridge(Flux.from(foreign))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                .subscribe(new Probed(probe));
        @SuppressWarnings("unchecked") // it takes Integers
        Subscriber<Integer> subscriber = (Subscriber<Integer>) subscribers.remove();
        return subscriber;
    }

    private record Probed(WhiteboxSubscriberProbe<Integer> probe) implements Subscriber<Integer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    subscription.request(elements);
                }

                @Override
                public void signalCancel() {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(Integer item) {
            probe.registerOnNext(Objects.requireNonNull(item));
        }

        @Override
        public void onError(Throwable failure) {
            probe.registerOnError(Objects.requireNonNull(failure));
        }

        @Override
        public void onComplete() {
            probe.registerOnComplete();
        }
    }
}
