/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.operators.QueueDisposable;
import io.reactivex.rxjava3.operators.QueueSubscription;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;

/** A source that says for which fusion it is asked, grants none and emits nothing. */
final class FusionSource {

    private FusionSource() {}

    static Flowable<Object> flowable(Consumer<String> asked) {
        return RxJavaPlugins.onAssembly(new Flowable<>() {
            @Override
            protected void subscribeActual(Subscriber<? super Object> subscriber) {
                subscriber.onSubscribe(new Queue(asked));
            }
        });
    }

    static Observable<Object> observable(Consumer<String> asked) {
        return RxJavaPlugins.onAssembly(new Observable<>() {
            @Override
            protected void subscribeActual(Observer<? super Object> observer) {
                observer.onSubscribe(new Queue(asked));
            }
        });
    }

    private record Queue(Consumer<String> asked) implements QueueSubscription<Object>, QueueDisposable<Object> {

        @Override
        public int requestFusion(int mode) {
            asked.accept("source is asked " + mode);
            return NONE;
        }

        @Override
        public boolean offer(Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean offer(Object first, Object second) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object poll() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public void clear() {}

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}

        @Override
        public void dispose() {}

        @Override
        public boolean isDisposed() {
            return false;
        }
    }
}
