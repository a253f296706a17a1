/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.Connector.BY_HAND;
import static dev.ambient.survival.rxjava.Row.driven;
import static dev.ambient.survival.rxjava.Row.shared;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Processors, driven by hand and subscribed to a source. */
final class ProcessorRows {

    private ProcessorRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                        rows("PublishProcessor.create", p -> PublishProcessor.create()),
                        rows("BehaviorProcessor.create", p -> BehaviorProcessor.create()),
                        rows("BehaviorProcessor.createDefault", p -> BehaviorProcessor.createDefault(0)),
                        rows("ReplayProcessor.create", p -> ReplayProcessor.create()),
                        rows("ReplayProcessor.create, with capacity", p -> ReplayProcessor.create(2)),
                        rows("ReplayProcessor.createWithSize", p -> ReplayProcessor.createWithSize(2)),
                        rows(
                                "ReplayProcessor.createWithTime",
                                p -> ReplayProcessor.createWithTime(1, TimeUnit.MINUTES, p.scheduler())),
                        rows(
                                "ReplayProcessor.createWithTimeAndSize",
                                p -> ReplayProcessor.createWithTimeAndSize(1, TimeUnit.MINUTES, p.scheduler(), 2)),
                        rows("AsyncProcessor.create", p -> AsyncProcessor.create()),
                        rows("UnicastProcessor.create", p -> UnicastProcessor.create()),
                        rows("UnicastProcessor.create, delaying errors", p -> UnicastProcessor.create(true)),
                        rows("UnicastProcessor.create, with capacity", p -> UnicastProcessor.create(2)),
                        rows("UnicastProcessor.create, with a callback", p -> UnicastProcessor.create(2, () -> {})),
                        rows("MulticastProcessor.create", p -> MulticastProcessor.create()),
                        rows("MulticastProcessor.create, counting", p -> MulticastProcessor.create(16, true)),
                        rows(
                                "FlowableProcessor.toSerialized",
                                p -> PublishProcessor.create().toSerialized()),
                        started())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> rows(String name, Function<Probe, FlowableProcessor<Object>> make) {
        String type = name.substring(0, name.indexOf('.'));
        return Stream.of(
                driven(name, p -> {
                            FlowableProcessor<Object> processor = make.apply(p);
                            if (processor instanceof MulticastProcessor<?> multicast) {
                                multicast.startUnbounded();
                            }
                            p.emission().into(new Feed(processor::onNext, processor::onError, processor::onComplete));
                            return p.hopped(Kinds.FLOWABLE, processor);
                        })
                        .and(signals(type)),
                shared(name + ", subscribed to a source", BY_HAND, p -> {
                            FlowableProcessor<Object> processor = make.apply(p);
                            p.onConnect(
                                    () -> p.source(Kinds.FLOWABLE).subscribe((FlowableSubscriber<Object>) processor));
                            return processor;
                        })
                        .and(signals(type)));
    }

    private static String[] signals(String type) {
        return type.equals("FlowableProcessor")
                ? new String[] {}
                : new String[] {type + ".onNext", type + ".onError", type + ".onComplete", type + ".onSubscribe"};
    }

    private static Stream<Row> started() {
        return Stream.of(
                offering("PublishProcessor.offer", PublishProcessor::create, PublishProcessor::offer),
                offering("BehaviorProcessor.offer", BehaviorProcessor::create, BehaviorProcessor::offer),
                offering(
                                "MulticastProcessor.offer",
                                () -> {
                                    MulticastProcessor<Object> processor = MulticastProcessor.create();
                                    processor.startUnbounded();
                                    return processor;
                                },
                                MulticastProcessor::offer)
                        .and("MulticastProcessor.startUnbounded"),
                offering(
                        "MulticastProcessor.start",
                        () -> {
                            MulticastProcessor<Object> processor = MulticastProcessor.create(16);
                            processor.start();
                            return processor;
                        },
                        MulticastProcessor::offer));
    }

    private static <P extends FlowableProcessor<Object>> Row offering(
            String name, Supplier<P> make, BiPredicate<P, Object> offer) {
        return driven(name, p -> {
            P processor = make.get();
            p.emission()
                    .into(new Feed(
                            item -> {
                                boolean unused = offer.test(processor, item); // a slow subscriber misses it
                            },
                            processor::onError,
                            processor::onComplete));
            return p.hopped(Kinds.FLOWABLE, processor);
        });
    }
}
