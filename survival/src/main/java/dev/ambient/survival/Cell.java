/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.ArrayList;
import java.util.List;

/** One way to run a row: where the items come from, how they change threads, how it ends, for how many. */
record Cell(Source source, Hop hop, Ending ending, int subscribers) {

    /** Where the items come from. */
    enum Source {
        CALLER("the caller"),
        BARE_THREAD("a bare thread"),
        BUSY_THREAD("a busy thread"),
        FOREIGN_PUBLISHER("a foreign publisher"),
        SINK("a sink");

        private final String title;

        Source(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** How they change threads, above the operator or below it. */
    enum Hop {
        NONE("no hop"),
        PUBLISH_ON("publishOn above"),
        SUBSCRIBE_ON("subscribeOn above"),
        DELAY("delay above"),
        PUBLISH_ON_BELOW("publishOn below"),
        SUBSCRIBE_ON_BELOW("subscribeOn below"),
        DELAY_BELOW("delay below");

        private final String title;

        Hop(String title) {
            this.title = title;
        }

        Hop above() {
            return below() == NONE ? this : NONE;
        }

        Hop below() {
            return switch (this) {
                case PUBLISH_ON_BELOW -> PUBLISH_ON;
                case SUBSCRIBE_ON_BELOW -> SUBSCRIBE_ON;
                case DELAY_BELOW -> DELAY;
                default -> NONE;
            };
        }

        boolean isSubscribeOn() {
            return this == SUBSCRIBE_ON || this == SUBSCRIBE_ON_BELOW;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** What becomes of it. */
    enum Ending {
        COMPLETES("completes"),
        ONE_BY_ONE("requested one by one from a busy thread"),
        FAILS("the source fails"),
        CANCELLED("cancelled from a busy thread"),
        NO_VALUE("a flow without a value");

        private final String title;

        Ending(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Whether it can be run by an operator that subscribes by itself. */
    boolean leavesDemandAlone() {
        return ending != Ending.ONE_BY_ONE && ending != Ending.CANCELLED;
    }

    /** For a row with one subscriber. */
    static List<Cell> single() {
        List<Cell> cells = new ArrayList<>();
        for (Source source : Source.values()) {
            for (Hop hop : Hop.values()) {
                cells.add(new Cell(source, hop, Ending.COMPLETES, 1));
            }
            for (Hop hop : List.of(Hop.NONE, Hop.PUBLISH_ON)) {
                cells.add(new Cell(source, hop, Ending.ONE_BY_ONE, 1));
                cells.add(new Cell(source, hop, Ending.FAILS, 1));
                cells.add(new Cell(source, hop, Ending.CANCELLED, 1));
            }
        }
        // A flow without a value can only take over what a busy thread has.
        for (Source source : List.of(Source.BUSY_THREAD, Source.FOREIGN_PUBLISHER, Source.SINK)) {
            cells.add(new Cell(source, Hop.NONE, Ending.NO_VALUE, 1));
            cells.add(new Cell(source, Hop.PUBLISH_ON_BELOW, Ending.NO_VALUE, 1));
        }
        return cells;
    }

    /** For a row whose source is shared. */
    static List<Cell> shared() {
        List<Cell> cells = new ArrayList<>();
        for (Source source : Source.values()) {
            for (int subscribers : new int[] {1, 2, 8}) {
                for (Hop hop : Hop.values()) {
                    cells.add(new Cell(source, hop, Ending.COMPLETES, subscribers));
                }
                for (Ending ending : List.of(Ending.ONE_BY_ONE, Ending.FAILS, Ending.CANCELLED)) {
                    cells.add(new Cell(source, Hop.NONE, ending, subscribers));
                }
            }
        }
        return cells;
    }

    @Override
    public String toString() {
        return source + ", " + hop + ", " + ending + (subscribers == 1 ? "" : ", " + subscribers + " subscribers");
    }
}
