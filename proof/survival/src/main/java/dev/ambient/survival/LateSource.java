/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A source that goes on when its flow has been cancelled or has ended, as in the end every race has it. */
final class LateSource {

    private final Queue<Subscriber<? super Integer>> subscribers = new ConcurrentLinkedQueue<>();
    private final Queue<FluxSink<Integer>> fluxes = new ConcurrentLinkedQueue<>();
    private final Queue<MonoSink<Integer>> monos = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> future = new CompletableFuture<>();

    Flux<Integer> flux(Cell cell) {
        return switch (cell.source()) {
            case LATE_EMITTER -> Flux.create(fluxes::add);
            case LATE_FUTURE -> Flux.from(future(cell.bare()));
            default -> Flux.from(publisher());
        };
    }

    Mono<Integer> mono(Cell cell) {
        return switch (cell.source()) {
            case LATE_EMITTER -> Mono.create(monos::add);
            case LATE_FUTURE -> future(cell.bare());
            default -> Mono.from(publisher());
        };
    }

    private Mono<Integer> future(boolean supplied) {
        return supplied ? Mono.fromFuture(() -> future, true) : Mono.fromFuture(future, true);
    }

    private Publisher<Integer> publisher() {
        return subscriber -> {
            subscribers.add(subscriber);
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        };
    }

    /** One item, where another may follow. Who subscribes again meanwhile is not a late one. */
    void begin() {
        List.copyOf(subscribers).forEach(each -> each.onNext(1));
        List.copyOf(fluxes).forEach(each -> each.next(1));
    }

    void end() {
        List.copyOf(subscribers).forEach(Subscriber::onComplete);
        List.copyOf(fluxes).forEach(FluxSink::complete);
        List.copyOf(monos).forEach(each -> each.success(1));
    }

    /** Everything, though nobody waits for it. */
    void goOn() {
        List.copyOf(subscribers).forEach(each -> {
            each.onNext(2);
            each.onError(new Planned());
            each.onNext(3);
            each.onComplete();
        });
        List.copyOf(fluxes).forEach(each -> each.next(2).error(new Planned()));
        List.copyOf(monos).forEach(each -> {
            each.success(2);
            each.error(new Planned());
        });
        future.complete(2);
    }
}
