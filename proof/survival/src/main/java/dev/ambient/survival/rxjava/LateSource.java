/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Planned;
import io.reactivex.rxjava3.core.Emitter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A source that goes on when its flow has been disposed of or has ended, as in the end every race has it. */
final class LateSource {

    private final Queue<Runnable> beginnings = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> rests = new ConcurrentLinkedQueue<>();

    /** Into what may take many items. */
    void into(Emitter<Object> flow) {
        beginnings.add(() -> flow.onNext(1));
        ends.add(flow::onComplete);
        rests.add(() -> {
            flow.onNext(2);
            flow.onError(new Planned());
            flow.onNext(3);
            flow.onComplete();
        });
    }

    /** Into what takes one signal alone. */
    void once(Runnable success, Consumer<Throwable> failure) {
        ends.add(success);
        rests.add(() -> {
            success.run();
            failure.accept(new Planned());
        });
    }

    /** Who subscribes again meanwhile is not a late one. */
    void begin() {
        List.copyOf(beginnings).forEach(Runnable::run);
    }

    void end() {
        List.copyOf(ends).forEach(Runnable::run);
    }

    /** Everything, though nobody waits for it. */
    void goOn() {
        List.copyOf(rests).forEach(Runnable::run);
    }
}
