/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which cells there are. */
final class Cells {

    private static final List<Hop> HOPS = List.of(Hop.values());
    private static final List<Cell.Inner> IN_REACH = List.copyOf(EnumSet.complementOf(EnumSet.of(Cell.Inner.FOREIGN)));

    private static final List<Cell.Source> USUAL =
            Arrays.stream(Cell.Source.values()).filter(Cell.Source::isUsual).toList();
    private static final List<Cell.Ending> ENDINGS =
            Arrays.stream(Cell.Ending.values()).filter(each -> !each.isEarly()).toList();

    private Cells() {}

    /**
     * The cells of a row: each source with each hop, which take turns with what else there is, so that rows that are alike
     * try all of it together.
     *
     * @param turn the row's number
     * @param innerFlows whether it has any
     */
    static List<Cell> single(int turn, boolean innerFlows) {
        Set<Cell> cells = new LinkedHashSet<>();
        int n = turn;
        for (Hop hop : Hop.values()) {
            for (Cell.Source source : USUAL) {
                n++;
                Cell.Inner inner = innerFlows ? inner(n) : Cell.Inner.ITEMS;
                cells.add(Cell.of(source, hop, Cell.Ending.COMPLETES)
                        .with(n % 2 == 0 || hop == Hop.NONE ? Cell.Where.ABOVE : Cell.Where.BELOW)
                        .with(inner)
                        .insideIf(n % 3 == 0));
            }
        }
        for (Cell.Ending ending : ENDINGS) {
            for (Cell.Source source : USUAL) {
                n++;
                Hop hop = n % 2 == 0 || source == Cell.Source.CALLER ? Hop.NONE : HOPS.get(n % HOPS.size());
                cells.add(Cell.of(source, hop, ending)
                        .with(n % 4 == 0 || hop == Hop.NONE ? Cell.Where.ABOVE : Cell.Where.BELOW)
                        .with(innerFlows ? inner(n) : Cell.Inner.ITEMS)
                        .insideIf(n % 3 == 0));
            }
        }
        cells.add(Cell.of(Cell.Source.FOREIGN, Hop.NONE, Cell.Ending.COMPLETES).onBareThread());
        for (Cell.Source source : Cell.Source.values()) {
            if (source.isUsual() || source.isLate()) {
                continue;
            }
            for (Cell.Ending ending : List.of(
                    Cell.Ending.COMPLETES, Cell.Ending.ONE_BY_ONE, Cell.Ending.DISPOSED_BUSY, Cell.Ending.NO_VALUE)) {
                n++;
                cells.add(Cell.of(source, Hop.NONE, ending)
                        .with(innerFlows ? inner(n) : Cell.Inner.ITEMS)
                        .insideIf(n % 3 == 0));
                Hop hop = HOPS.get(n % HOPS.size());
                cells.add(Cell.of(source, hop, ending)
                        .with(n % 2 == 0 || hop == Hop.NONE ? Cell.Where.ABOVE : Cell.Where.BELOW)
                        .with(innerFlows ? inner(n) : Cell.Inner.ITEMS));
            }
            if (source.isDirect()) {
                cells.add(Cell.of(source, Hop.NONE, Cell.Ending.COMPLETES)
                        .insideIf(n % 2 == 0)
                        .onBareThread());
            }
        }
        if (innerFlows) {
            for (Cell.Inner inner : IN_REACH) {
                n++;
                cells.add(Cell.of(Cell.Source.CALLER, Hop.NONE, Cell.Ending.COMPLETES)
                        .with(inner)
                        .insideIf(n % 2 == 0));
                cells.add(Cell.of(Cell.Source.BUSY_THREAD, Hop.NONE, Cell.Ending.COMPLETES)
                        .with(inner)
                        .insideIf(n % 2 != 0));
            }
        }
        return new ArrayList<>(cells);
    }

    /** For a row whose flow is over when its source goes on. */
    static List<Cell> late() {
        List<Cell> cells = new ArrayList<>();
        for (Cell.Source source : Cell.Source.values()) {
            if (source.isLate()) {
                cells.add(Cell.of(source, Hop.NONE, Cell.Ending.CANCELLED_EARLY));
                cells.add(Cell.of(source, Hop.NONE, Cell.Ending.ENDED_EARLY));
                cells.add(Cell.of(source, Hop.OBSERVE_ON_FROM, Cell.Ending.CANCELLED_EARLY));
            }
        }
        return cells;
    }

    /** For a row whose source is shared. */
    static List<Cell> shared(int turn) {
        List<Cell> cells = new ArrayList<>();
        int n = turn;
        for (Cell cell : single(turn, false)) {
            n++;
            for (int subscribers : new int[] {1, 2, 8}) {
                if (subscribers == 2 || cell.hop() == Hop.NONE || n % 4 == 0) {
                    cells.add(cell.subscribers(subscribers));
                }
            }
        }
        return cells;
    }

    private static Cell.Inner inner(int n) {
        return IN_REACH.get(n % IN_REACH.size());
    }
}
