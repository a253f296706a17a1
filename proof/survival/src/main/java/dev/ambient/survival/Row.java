/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One row of the matrix: an operator with a probe in every function that it takes.
 *
 * @param name the operator's type and name, then perhaps a comma and what is special here
 * @param also other operators that it shows
 * @param connector whose value is seen above the sharing point; {@code null} where nothing is shared
 * @param flow builds what is common to all subscribers, and from that each subscriber's flow
 * @param finish subscribes in a way of its own; {@code null}: a raw Subscriber does
 * @param subscribesByItself whether the operator subscribes to its source past all that a bridge is told of: directly on a source
 *     that passes no hook, a user has to bridge that
 */
record Row(
        String name,
        Set<String> also,
        @Nullable Connector connector,
        Function<Probe, Function<Seen, Publisher<?>>> flow,
        @Nullable BiConsumer<Probe, Publisher<?>> finish,
        boolean subscribesByItself) {

    /**
     * A source that gives nothing to who comes late or again would be asked for ever, or the flow has no end without any
     * bridge.
     */
    private static final Pattern NEEDS_ITEMS =
            Pattern.compile("repeat|retry|timeout, by other sources|sequenceEqual, a foreign publisher");

    /** Who connects a shared source. */
    enum Connector {
        FIRST,
        LAST,
        BY_HAND
    }

    /** An operator with one subscriber. */
    static Row row(String name, Function<Probe, Publisher<?>> flow) {
        return new Row(
                name,
                Set.of(),
                null,
                probe -> {
                    Publisher<?> publisher = flow.apply(probe);
                    return seen -> publisher;
                },
                null,
                false);
    }

    /** An operator that shares its source. */
    static Row shared(String name, Connector connector, Function<Probe, Function<Seen, Publisher<?>>> flow) {
        return new Row(name, Set.of(), connector, flow, null, false);
    }

    /** An operator that subscribes. */
    static Row ending(String name, BiConsumer<Probe, Flux<Integer>> finish) {
        return new Row(
                name, Set.of(), null, probe -> flux(probe), (probe, flow) -> finish.accept(probe, cast(flow)), false);
    }

    /** An operator that subscribes to a Mono. */
    static Row endingMono(String name, BiConsumer<Probe, Mono<Integer>> finish) {
        return new Row(
                name,
                Set.of(),
                null,
                probe -> mono(probe),
                (probe, flow) -> finish.accept(probe, castMono(flow)),
                false);
    }

    Row and(String... operators) {
        return new Row(name, new TreeSet<>(List.of(operators)), connector, flow, finish, subscribesByItself);
    }

    /** The same, of an operator that subscribes to its source by itself. */
    Row subscribingByItself() {
        return new Row(name, also, connector, flow, finish, true);
    }

    String operator() {
        int comma = name.indexOf(',');
        return comma < 0 ? name : name.substring(0, comma);
    }

    boolean isShared() {
        return connector != null;
    }

    List<Cell> cells() {
        if (isShared()) {
            return Cell.shared();
        }
        return Cell.single().stream().filter(this::allows).toList();
    }

    private boolean allows(Cell cell) {
        if (finish != null && !cell.leavesDemandAlone()) {
            return false;
        }
        if (finish != null && cell.source() == Cell.Source.SHARE) {
            // It subscribes while the source is under way. If that ends just then, Reactor's refCount has the newcomer
            // wait for a
            // connection that nobody makes; without any bridge, too.
            return false;
        }
        return cell.source().isWhole() || !NEEDS_ITEMS.matcher(name).find();
    }

    /** Those that end before their source does. What subscribes by itself cannot be cancelled, nor a shared source end early. */
    List<Cell> lateCells() {
        return isShared() || finish != null ? List.of() : Cell.late();
    }

    Place in(Cell cell, Carrier carrier) {
        Set<String> operators = new TreeSet<>(also);
        operators.add(operator());
        return new Place(
                name,
                operators,
                Map.of(
                        Tally.By.CONDITION, carrier.condition(cell.condition()).toString(),
                        Tally.By.SOURCE, cell.source().toString(),
                        Tally.By.HOP, cell.hop().toString(),
                        Tally.By.ENDING, cell.ending().toString(),
                        Tally.By.SUBSCRIBERS, isShared() ? "shared by " + cell.subscribers() : Tally.NOT_SHARED),
                cell.toString());
    }

    private static Function<Seen, Publisher<?>> flux(Probe probe) {
        Flux<Integer> flux = probe.flux();
        return seen -> flux;
    }

    private static Function<Seen, Publisher<?>> mono(Probe probe) {
        Mono<Integer> mono = probe.mono();
        return seen -> mono;
    }

    @SuppressWarnings("unchecked") // it is the one made above, with operators that keep the type
    private static Flux<Integer> cast(Publisher<?> flow) {
        return (Flux<Integer>) flow;
    }

    @SuppressWarnings("unchecked")
    private static Mono<Integer> castMono(Publisher<?> flow) {
        return (Mono<Integer>) flow;
    }

    @Override
    public String toString() {
        return name;
    }
}
