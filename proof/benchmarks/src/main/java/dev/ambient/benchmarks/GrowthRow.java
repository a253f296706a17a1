/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Flows that grow: what is timed is one of them, subscribed. */
public enum GrowthRow {
    BOUNDARIES("`flatMap`s, one after the other: a boundary each") {
        @Override
        Mono<Integer> flow(Stage stage, int size) {
            Mono<Integer> flow = Mono.just(1).hide();
            for (int i = 0; i < size; i++) {
                flow = flow.flatMap(item -> Mono.just(stage.probe.apply(item)).hide());
            }
            return flow;
        }
    },

    WRITES("`contextWrite`s, one after the other") {
        @Override
        Mono<Integer> flow(Stage stage, int size) {
            Mono<Integer> flow = Mono.just(1).hide().map(stage.probe);
            for (int i = 0; i < size; i++) {
                Context written = Context.of("key " + i % 4, i);
                flow = flow.contextWrite(written);
            }
            return flow;
        }
    },

    NESTED("flows, one inside the other, assembled as they are subscribed") {
        @Override
        Mono<Integer> flow(Stage stage, int size) {
            Mono<Integer> source = Mono.just(1).hide();
            return size == 1 ? source.map(stage.probe) : source.flatMap(item -> flow(stage, size - 1));
        }
    };

    private final String title;

    GrowthRow(String title) {
        this.title = title;
    }

    abstract Mono<Integer> flow(Stage stage, int size);

    /** What the page says of it, after the number. */
    public String title() {
        return title;
    }

    Row of(int size) {
        Row.Flow flow = new Row.Flow(title, 1, stage -> {
            Mono<Integer> assembled = stage.carrier.captured(flow(stage, size));
            return assembled::subscribe;
        });
        return () -> flow;
    }
}
