/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** A boundary below a Flux: its source is subscribed in the subscriber's context, and signals so in both directions. */
final class FluxBoundary<T> extends FluxOperator<T, T> {

    FluxBoundary(Flux<? extends T> source) {
        super(source);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriber<T> boundary = BoundarySubscriber.of(actual);
        AmbientContext context = boundary.ambient();
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            source.subscribe(boundary);
        } finally {
            here.exit(context, before, mark);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : super.scanUnsafe(key);
    }

    @Override
    public String stepName() {
        return "ambient";
    }
}
