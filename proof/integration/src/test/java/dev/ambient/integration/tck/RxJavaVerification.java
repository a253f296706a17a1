/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/**
 * The rules of Reactive Streams for publishers, held against one kind of RxJava flow, with the bridge installed. The flow
 * works for a request, and whoever subscribes for none, so that each signal switches.
 */
abstract class RxJavaVerification extends PublisherVerification<Integer> {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private final Function<Flowable<Integer>, Flowable<Integer>> flow;
    private Registration bridge;

    /** The flow is made anew for each test, once the bridge is installed, of a source that fuses. */
    RxJavaVerification(Function<Flowable<Integer>, Flowable<Integer>> flow) {
        super(new TestEnvironment(60_000, 20, 5));
        this.flow = flow;
    }

    static Flowable<Integer> written(Flowable<Integer> flow) {
        return flow.compose(RxJavaBridge.put(REQUEST_ID, "r-1"));
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
    @Test
    public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws Throwable {
        CancelledSubscriber.verifyIsDropped(createPublisher(3));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1000;
    }

    @Override
    public Publisher<Integer> createPublisher(long elements) {
        return flow.apply(Flowable.range(0, (int) Math.min(elements, Integer.MAX_VALUE)));
    }

    @Override
    public Publisher<Integer> createFailedPublisher() {
        return flow.apply(Flowable.error(new IllegalStateException("expected")));
    }
}
