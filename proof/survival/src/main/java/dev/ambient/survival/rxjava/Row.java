/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Carrier;
import dev.ambient.survival.Place;
import dev.ambient.survival.Tally;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of the matrix: an operator with a probe in every function that it takes.
 *
 * @param name the operator's type and name, then perhaps its parameters in parentheses, or a comma and what is special here
 * @param also other names that it shows
 * @param traits what has to be known about it
 * @param connector whose value is seen above the sharing point; {@code null} where nothing is shared
 * @param flow builds the flow; of one that ends by itself, what subscribes
 */
record Row(
        String name,
        Set<String> also,
        Set<Trait> traits,
        @Nullable Connector connector,
        Function<Probe, Object> flow) {

    /** What has to be known about an operator. */
    enum Trait {
        /** It subscribes by itself. */
        SUBSCRIBES,
        /** It is given flows besides its source, or its functions return some. */
        INNER_FLOWS,
        /** What it calls depends on who is quicker. */
        RACES,
        /** It subscribes again when its source fails. */
        TRIES_AGAIN,
        /** Its items are flows. */
        NESTED,
        /** It is for sources that send more than they are asked for. */
        OVERFLOWS,
        /** It does not end by itself. */
        ENDLESS,
        /** It keeps a timer that was disposed of before it ran. RxJava tells nobody, so what was to run holds its value. */
        KEEPS_A_TIMER,
        /**
         * It goes over to another flow when the time is up. If that is while its own source is being subscribed, RxJava puts that
         * one's subscription in place of the other's, and the flow never ends; without any bridge, too.
         */
        MAY_HANG,
        /**
         * It misses a request that comes from another thread while it looks at one: FlowableTakeLast reads what is requested once, and
         * again only if it has sent something. Then it waits for good; without any bridge, too: once in some 100,000 flows below
         * {@code subscribeOn}.
         */
        LOSES_REQUESTS,
        /** It is shared itself, so that the hop above is one of each subscriber's. */
        IS_SHARED
    }

    /** Who connects a shared source. */
    enum Connector {
        FIRST,
        LAST,
        BY_HAND
    }

    static Row shared(String name, Connector connector, Function<Probe, Object> flow) {
        return new Row(name, Set.of(), Set.of(), connector, flow);
    }

    /** What a program drives itself, and many subscribe. */
    static Row driven(String name, Function<Probe, Object> flow) {
        return new Row(name, Set.of(), Set.of(Trait.IS_SHARED), Connector.FIRST, flow);
    }

    static Row row(String name, Function<Probe, Object> flow, Trait... traits) {
        return new Row(name, Set.of(), Set.of(traits), null, flow);
    }

    Row and(String... names) {
        return new Row(name, new TreeSet<>(List.of(names)), traits, connector, flow);
    }

    Row racing() {
        return new Row(name, also, Set.of(Trait.RACES), connector, flow);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean isShared() {
        return connector != null;
    }

    boolean triesAgain() {
        return is(Trait.TRIES_AGAIN);
    }

    String operator() {
        return name.split("[(,]", 2)[0].trim();
    }

    Set<String> operators() {
        Set<String> operators = new TreeSet<>(also);
        operators.add(operator());
        return operators;
    }

    List<Cell> cells(int turn) {
        List<Cell> cells = isShared() ? Cells.shared(turn) : Cells.single(turn, is(Trait.INNER_FLOWS));
        return cells.stream().filter(this::allows).toList();
    }

    private boolean allows(Cell cell) {
        boolean again = cell.ending() == Cell.Ending.RETRIED || (triesAgain() && cell.ending() == Cell.Ending.FAILS);
        if (again && cell.source().isDirect()) {
            return false; // it has failed for all that come later
        }
        if (!cell.source().isWhole() && (triesAgain() || is(Trait.ENDLESS))) {
            return false; // what gives nothing to who subscribes again would be asked for ever
        }
        if (is(Trait.LOSES_REQUESTS) && isAskedMeanwhile(cell)) {
            return false;
        }
        if (is(Trait.RACES) && cell.ending() == Cell.Ending.TIMES_OUT) {
            return false; // what has a clock of its own may go on
        }
        boolean isElsewhere = cell.below().isElsewhereToSubscribe()
                || (is(Trait.IS_SHARED) && cell.above().isElsewhereToSubscribe());
        if (isShared() && isElsewhere) {
            return false; // it could not be known who is first, and whether all are there before the first item
        }
        if (connector == Connector.FIRST && cell.subscribers() > 1 && cell.ending() == Cell.Ending.TIMES_OUT) {
            return false; // the first may be gone when the second comes, who connects then
        }
        if (isShared() && again) {
            return false; // who is first then?
        }
        if (is(Trait.SUBSCRIBES)) {
            return cell.where() == Cell.Where.ABOVE
                    && !cell.ending().hangs()
                    && cell.ending() != Cell.Ending.RETRIED
                    && cell.ending() != Cell.Ending.ONE_BY_ONE;
        }
        return !isShared() || cell.ending() != Cell.Ending.NO_VALUE;
    }

    /**
     * Whether a request may come from another thread than the signal that ends the source: {@code subscribeOn} has its worker ask when
     * its upstream's subscription comes on a thread that is not the worker's.
     */
    private static boolean isAskedMeanwhile(Cell cell) {
        boolean subscribesElsewhere =
                cell.source() == Cell.Source.FOREIGN || cell.source() == Cell.Source.PROGRAMS_CLASS;
        return cell.ending() == Cell.Ending.ONE_BY_ONE || (cell.below().isSubscribeOn() && subscribesElsewhere);
    }

    /** Those that end before their source does. What subscribes by itself cannot be disposed of, nor a shared source end early. */
    List<Cell> lateCells() {
        return isShared() || is(Trait.SUBSCRIBES) || is(Trait.ENDLESS) ? List.of() : Cells.late();
    }

    Place in(Cell cell, Carrier carrier) {
        return new Place(
                name,
                operators(),
                Map.of(
                        Tally.By.CONDITION,
                        carrier.condition(cell.condition()).toString(),
                        Tally.By.SOURCE,
                        cell.source().toString(),
                        Tally.By.INNER,
                        is(Trait.INNER_FLOWS) ? cell.inner().toString() : "none",
                        Tally.By.HOP,
                        cell.hop().toString(),
                        Tally.By.ENDING,
                        cell.ending().toString(),
                        Tally.By.ASSEMBLED,
                        cell.inside() ? "inside" : "outside",
                        Tally.By.SUBSCRIBERS,
                        isShared() ? "shared by " + cell.subscribers() : Tally.NOT_SHARED),
                cell.toString());
    }

    @Override
    public String toString() {
        return name;
    }
}
