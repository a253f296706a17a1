/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.Objects;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** RxJava's boundary as a subscriber, seen from above alone. */
@Test
public class RxJavaSubscriberBlackboxTckTest extends SubscriberBlackboxVerification<Integer> {

    private Registration bridge;

    public RxJavaSubscriberBlackboxTckTest() {
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
    public Subscriber<Integer> createSubscriber() {
        return RxJavaBoundaryAsSubscriber.above(new Strict());
    }

    /** Many of RxJava's own put up with null, which they must not. */
    private static final class Strict implements FlowableSubscriber<Integer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer item) {
            Objects.requireNonNull(item);
        }

        @Override
        public void onError(Throwable failure) {
            Objects.requireNonNull(failure);
        }

        @Override
        public void onComplete() {}
    }
}
