/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One way to run a row.
 *
 * @param source where the items come from
 * @param hop how they change threads
 * @param ending what becomes of the flow
 * @param subscribers for how many
 * @param bare of a source that a program drives: whether the thread that emits has no value, and not another's
 */
record Cell(Source source, Hop hop, Ending ending, int subscribers, boolean bare) {

    /** Where the items come from. */
    enum Source {
        CALLER("the caller"),
        BARE_THREAD("a bare thread"),
        BUSY_THREAD("a busy thread"),
        FOREIGN_PUBLISHER("a foreign publisher"),
        COMMON_POOL("the common pool, in two tasks", Condition.COMMON_POOL),
        RESETTING_POOL("a pool that erases thread-locals, in two tasks", Condition.RESETTING_POOL),
        SINK("a sink that replays", Condition.DIRECT),
        UNICAST_SINK("a unicast sink", Condition.DIRECT),
        MULTICAST_SINK("a multicast sink", Condition.DIRECT),
        BEST_EFFORT_SINK("a sink, best effort", Condition.DIRECT),
        UNSAFE_SINK("an unsafe sink", Condition.DIRECT),
        EMPTY_SINK("an empty sink", Condition.DIRECT),
        SHARE("share() under way", Condition.DIRECT),
        CACHE("cache() under way", Condition.DIRECT),
        PROGRAMS_CLASS("a class of the program", Condition.DIRECT),
        LIFTED("what liftPublisher made", Condition.DIRECT),
        LATE_PUBLISHER("a foreign publisher that goes on", Condition.AFTER_CANCEL),
        LATE_EMITTER("an emitter that goes on", Condition.AFTER_CANCEL),
        LATE_FUTURE("a future that is not cancelled", Condition.AFTER_CANCEL);

        private final String title;
        private final Condition condition;

        Source(String title) {
            this(title, Condition.USUAL);
        }

        Source(String title, Condition condition) {
            this.title = title;
            this.condition = condition;
        }

        /** Whether the thread loses its thread-locals between the items. */
        boolean isErasing() {
            return condition == Condition.COMMON_POOL || condition == Condition.RESETTING_POOL;
        }

        /** Whether the operator is built on what passes none of Reactor's hooks. */
        boolean isDirect() {
            return condition == Condition.DIRECT;
        }

        /** Whether no hook is called for it, so that what stands below is the first who can be seen. */
        boolean isUnseen() {
            return isDirect() && this != CACHE;
        }

        /** Whether it goes on when its flow has been cancelled or has ended. */
        boolean isLate() {
            return condition == Condition.AFTER_CANCEL;
        }

        /** Whether whoever subscribes is given all items, also if that is the second or if it is late. */
        boolean isWhole() {
            return !isDirect() || this == SINK || this == CACHE || this == PROGRAMS_CLASS || this == LIFTED;
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
        NO_VALUE("a flow without a value"),
        CANCELLED_EARLY("cancelled, and a collection; then more comes"),
        ENDED_EARLY("ended, and a collection; then more comes");

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

    Condition condition() {
        return ending == Ending.ENDED_EARLY ? Condition.AFTER_END : source.condition;
    }

    private static Cell of(Source source, Hop hop, Ending ending) {
        return new Cell(source, hop, ending, 1, false);
    }

    private Cell subscribers(int other) {
        return new Cell(source, hop, ending, other, bare);
    }

    private Cell onBareThread() {
        return new Cell(source, hop, ending, subscribers, true);
    }

    private static final List<Source> USUAL =
            List.of(Source.CALLER, Source.BARE_THREAD, Source.BUSY_THREAD, Source.FOREIGN_PUBLISHER, Source.SINK);

    private static List<Source> sources(Predicate<Source> which) {
        return Arrays.stream(Source.values()).filter(which).toList();
    }

    /** For a row with one subscriber. */
    static List<Cell> single() {
        List<Cell> cells = new ArrayList<>();
        for (Source source : USUAL) {
            for (Hop hop : Hop.values()) {
                cells.add(of(source, hop, Ending.COMPLETES));
            }
            for (Hop hop : List.of(Hop.NONE, Hop.PUBLISH_ON)) {
                cells.add(of(source, hop, Ending.ONE_BY_ONE));
                cells.add(of(source, hop, Ending.FAILS));
                cells.add(of(source, hop, Ending.CANCELLED));
            }
        }
        // A flow without a value can only take over what a busy thread has.
        for (Source source : List.of(Source.BUSY_THREAD, Source.FOREIGN_PUBLISHER, Source.SINK)) {
            cells.add(of(source, Hop.NONE, Ending.NO_VALUE));
            cells.add(of(source, Hop.PUBLISH_ON_BELOW, Ending.NO_VALUE));
        }
        cells.add(of(Source.FOREIGN_PUBLISHER, Hop.NONE, Ending.COMPLETES).onBareThread());
        for (Source source : sources(each -> each.isErasing() || each.isDirect())) {
            for (Ending ending :
                    List.of(Ending.COMPLETES, Ending.ONE_BY_ONE, Ending.FAILS, Ending.CANCELLED, Ending.NO_VALUE)) {
                cells.add(of(source, Hop.NONE, ending));
            }
            cells.add(of(source, Hop.PUBLISH_ON, Ending.COMPLETES));
            cells.add(of(source, Hop.SUBSCRIBE_ON_BELOW, Ending.COMPLETES));
            if (source.isDirect()) {
                cells.add(of(source, Hop.NONE, Ending.COMPLETES).onBareThread());
                cells.add(of(source, Hop.NONE, Ending.CANCELLED).onBareThread());
            }
        }
        return cells.stream().distinct().toList();
    }

    /** For a row with one subscriber, whose flow is over when its source goes on. */
    static List<Cell> late() {
        List<Cell> cells = new ArrayList<>();
        for (Source source : sources(Source::isLate)) {
            for (Hop hop : List.of(Hop.NONE, Hop.PUBLISH_ON)) {
                cells.add(of(source, hop, Ending.CANCELLED_EARLY));
                if (source != Source.LATE_FUTURE) {
                    cells.add(of(source, hop, Ending.ENDED_EARLY));
                }
            }
        }
        cells.add(of(Source.LATE_FUTURE, Hop.NONE, Ending.CANCELLED_EARLY).onBareThread());
        return cells;
    }

    /** For a row whose source is shared. */
    static List<Cell> shared() {
        List<Cell> cells = new ArrayList<>();
        for (int subscribers : new int[] {1, 2, 8}) {
            for (Source source : USUAL) {
                for (Hop hop : Hop.values()) {
                    cells.add(of(source, hop, Ending.COMPLETES).subscribers(subscribers));
                }
                for (Ending ending : List.of(Ending.ONE_BY_ONE, Ending.FAILS, Ending.CANCELLED)) {
                    cells.add(of(source, Hop.NONE, ending).subscribers(subscribers));
                }
            }
            for (Source source : sources(each -> each.isErasing() || each.isDirect())) {
                for (Ending ending : List.of(Ending.COMPLETES, Ending.FAILS, Ending.CANCELLED)) {
                    cells.add(of(source, Hop.NONE, ending).subscribers(subscribers));
                }
                if (source.isDirect()) {
                    cells.add(of(source, Hop.NONE, Ending.COMPLETES)
                            .subscribers(subscribers)
                            .onBareThread());
                }
            }
        }
        return cells.stream().distinct().toList();
    }

    @Override
    public String toString() {
        return source + (bare ? " on a bare thread, " : ", ") + hop + ", " + ending
                + (subscribers == 1 ? "" : ", " + subscribers + " subscribers");
    }
}
