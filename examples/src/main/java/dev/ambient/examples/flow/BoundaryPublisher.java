/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ContextListener.Purpose;
import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.function.UnaryOperator;

/** Captures at each subscription. What is upstream may see another context than what is downstream. */
record BoundaryPublisher<T>(Publisher<T> source, UnaryOperator<AmbientContext> change, Purpose purpose)
        implements Publisher<T> {

    @Override
    public void subscribe(Subscriber<? super T> actual) {
        Objects.requireNonNull(actual, "subscriber"); // Reactive Streams §1.9
        Boundary here = AmbientContext.boundary();
        FlowBridge.sampleHooks(here);
        if (AmbientRegistry.global().hasListeners()) {
            here.notifyListeners(listener -> listener.bounded("Flow", purpose));
        }
        AmbientContext downstream = here.capture();
        AmbientContext upstream = change.apply(downstream);
        long mark = here.mark();
        AmbientContext before = here.enter(upstream);
        try {
            source.subscribe(new BoundarySubscriber<>(actual, downstream, upstream));
        } finally {
            here.exit(before, mark);
        }
    }
}
