/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import dev.ambient.CallableOp;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * A boundary below a Mono: its source is subscribed in the subscriber's context, and signals pass so in both directions.
 */
class MonoBoundary<T> extends MonoOperator<T, T> {

    private MonoBoundary(Mono<? extends T> source) {
        super(source);
    }

    static <T> Mono<T> of(Mono<T> source) {
        return source instanceof Callable<?> callable ? new OfCallable<>(source, callable) : new MonoBoundary<>(source);
    }

    @Override
    public final void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriber<T> boundary = BoundarySubscriber.of(actual);
        AmbientContext context = boundary.ambient();
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            source.subscribe(boundary);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public final @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.PARENT ? source : OwnOperator.scan(key);
    }

    @Override
    public final String stepName() {
        return OwnOperator.STEP;
    }

    /** Operators such as flatMap take the value of a Callable without subscribing, in whatever context they are in. */
    private static final class OfCallable<T> extends MonoBoundary<T> implements Callable<T> {

        private final CallableOp<T, Exception> op;

        @SuppressWarnings("unchecked") // what a publisher calls is what it emits
        OfCallable(Mono<T> source, Callable<?> callable) {
            super(source);
            this.op = ((Callable<T>) callable)::call;
        }

        @Override
        public T call() throws Exception {
            return AmbientContext.capture().call(op);
        }
    }
}
