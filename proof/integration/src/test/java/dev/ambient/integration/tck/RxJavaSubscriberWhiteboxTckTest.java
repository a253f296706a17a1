/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.Objects;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** RxJava's boundary as a subscriber, with a look at what comes out below it. */
@Test
public class RxJavaSubscriberWhiteboxTckTest extends SubscriberWhiteboxVerification<Integer> {

    private Registration bridge;

    public RxJavaSubscriberWhiteboxTckTest() {
        super(new TestEnvironment(60_000, 20, 5));
    }

    @BeforeClass
    public void install() {
        bridge = RxJavaBridge.install();
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
        return RxJavaBoundaryAsSubscriber.above(new Probed(probe));
    }

    private record Probed(WhiteboxSubscriberProbe<Integer> probe) implements FlowableSubscriber<Integer> {

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
