/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/**
 * The rules of Reactive Streams for publishers, held against one kind of flow, with the bridges installed and Reactor's
 * automatic mode off or on. The flow works for a request, and whoever subscribes for none, so that each signal switches.
 */
abstract class BridgedVerification extends PublisherVerification<Integer> {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private final boolean automatic;
    private final long longest;
    private final Function<Flux<Integer>, Publisher<Integer>> flow;

    private Registration bridge;
    private Registration rxJavaBridge;

    /** The flow is made anew for each test, once the bridge is installed. */
    BridgedVerification(boolean automatic, long longest, Function<Flux<Integer>, Publisher<Integer>> flow) {
        super(new TestEnvironment(60_000, 20, 5));
        this.automatic = automatic;
        this.longest = longest;
        this.flow = flow;
    }

    static Flux<Integer> written(Flux<Integer> flux) {
        return flux.contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"));
    }

    /** What most programs are made of, with a hop. */
    static Flux<Integer> typical(Flux<Integer> flux) {
        return written(flux.map(item -> item + 1)
                .filter(item -> item > 0)
                .publishOn(Schedulers.parallel(), 16)
                .concatMap(item -> Flux.just(item).hide())
                .doOnNext(item -> REQUEST_ID.get()));
    }

    @BeforeClass
    public void install() {
        if (automatic) {
            Hooks.enableAutomaticContextPropagation();
        }
        bridge = ReactorBridge.install();
        rxJavaBridge = RxJavaBridge.install();
    }

    @AfterClass
    public void remove() {
        rxJavaBridge.close();
        bridge.close();
        Hooks.disableAutomaticContextPropagation();
    }

    @Override
    @Test
    public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws Throwable {
        CancelledSubscriber.verifyIsDropped(createPublisher(3));
    }

    @Override
    public long maxElementsFromPublisher() {
        return longest;
    }

    @Override
    public Publisher<Integer> createPublisher(long elements) {
        int count = (int) Math.min(elements, Integer.MAX_VALUE);
        return flow.apply(
                Flux.fromStream(() -> Stream.iterate(0, item -> item + 1).limit(count)));
    }

    @Override
    public Publisher<Integer> createFailedPublisher() {
        return flow.apply(Flux.error(new IllegalStateException("expected")));
    }
}
