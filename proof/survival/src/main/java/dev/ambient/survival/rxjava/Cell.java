/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Condition;

/**
 * One way to run a row.
 *
 * @param source who emits
 * @param hop how the items change threads
 * @param where whether they do so above or below the operator
 * @param ending what becomes of the flow
 * @param inner what the operator's functions return, where they return a flow
 * @param inside whether it is assembled where its value is current
 * @param subscribers for how many
 * @param bare of a source that a program drives: whether the thread that emits has no value, and not another's
 */
record Cell(
        Source source,
        Hop hop,
        Where where,
        Ending ending,
        Inner inner,
        boolean inside,
        int subscribers,
        boolean bare) {

    /** Who emits. */
    enum Source {
        CALLER("the caller"),
        BARE_THREAD("a bare thread"),
        BUSY_THREAD("a busy thread"),
        FOREIGN("a foreign source"),
        COMMON_POOL("the common pool, in two tasks", Condition.COMMON_POOL),
        RESETTING_POOL("a pool that erases thread-locals, in two tasks", Condition.RESETTING_POOL),
        SUBJECT("a subject or processor that replays", Condition.DIRECT),
        PUBLISH("a PublishSubject or -Processor", Condition.DIRECT),
        BEHAVIOR("a BehaviorSubject or -Processor", Condition.DIRECT),
        UNICAST("a UnicastSubject or -Processor", Condition.DIRECT),
        ASYNC("an AsyncSubject or -Processor", Condition.DIRECT),
        MULTICAST("a MulticastProcessor, a bounded ReplaySubject", Condition.DIRECT),
        SHARE("share() under way", Condition.DIRECT),
        CACHE("cache() under way", Condition.DIRECT),
        PROGRAMS_CLASS("a class of the program", Condition.DIRECT),
        LATE_FOREIGN("a foreign source that goes on", Condition.AFTER_CANCEL),
        LATE_EMITTER("an emitter that goes on", Condition.AFTER_CANCEL);

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

        /** Whether a program drives it, or others have subscribed: it begins when all have. */
        boolean isDirect() {
            return condition == Condition.DIRECT;
        }

        boolean isLate() {
            return condition == Condition.AFTER_CANCEL;
        }

        /** Whether it calls what the row's own source calls. */
        boolean isWhole() {
            return !isDirect() || this == SUBJECT || this == PROGRAMS_CLASS;
        }

        boolean isUsual() {
            return condition == Condition.USUAL || this == SUBJECT;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Of the operator. */
    enum Where {
        ABOVE,
        BELOW
    }

    /** What becomes of the flow. */
    enum Ending {
        COMPLETES("completes"),
        EMPTY("completes without an item"),
        ONE_BY_ONE("requested one by one from a busy thread"),
        FAILS("the source fails"),
        RETRIED("the source fails and is retried"),
        TIMES_OUT("times out"),
        DISPOSED_BARE("disposed from a bare thread"),
        DISPOSED_BUSY("disposed from a busy thread"),
        NO_VALUE("a flow without a value"),
        CANCELLED_EARLY("disposed, and a collection; then more comes"),
        ENDED_EARLY("ended, and a collection; then more comes");

        private final String title;

        Ending(String title) {
            this.title = title;
        }

        boolean isEarly() {
            return this == CANCELLED_EARLY || this == ENDED_EARLY;
        }

        boolean isDisposed() {
            return this == DISPOSED_BARE || this == DISPOSED_BUSY;
        }

        /** Whether the source never ends. */
        boolean hangs() {
            return isDisposed() || this == TIMES_OUT;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** What the operator's functions return, and what it is given besides, where that is a flow. */
    enum Inner {
        ITEMS("of items at hand"),
        SCALAR("of a value at hand"),
        SUPPLIER("of a call"),
        CONDITIONAL("conditional"),
        BUSY_THREAD("from a busy thread"),
        SUBJECT("a subject or processor"),
        WRAPPED("a foreign source, wrapped"),
        /** Out of reach of RxJava's hooks. */
        FOREIGN("a foreign source, bare");

        private final String title;

        Inner(String title) {
            this.title = title;
        }

        boolean isAsync() {
            return this == BUSY_THREAD || this == SUBJECT || this == WRAPPED || this == FOREIGN;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Cell of(Source source, Hop hop, Ending ending) {
        return new Cell(source, hop, Where.ABOVE, ending, Inner.ITEMS, false, 1, false);
    }

    Cell with(Inner other) {
        return new Cell(source, hop, where, ending, other, inside, subscribers, bare);
    }

    Cell with(Where other) {
        return new Cell(source, hop, other, ending, inner, inside, subscribers, bare);
    }

    Cell insideIf(boolean other) {
        return new Cell(source, hop, where, ending, inner, other, subscribers, bare);
    }

    Cell subscribers(int other) {
        return new Cell(source, hop, where, ending, inner, inside, other, bare);
    }

    Cell onBareThread() {
        return new Cell(source, hop, where, ending, inner, inside, subscribers, true);
    }

    Condition condition() {
        return ending == Ending.ENDED_EARLY ? Condition.AFTER_END : source.condition;
    }

    Hop above() {
        return where == Where.ABOVE ? hop : Hop.NONE;
    }

    Hop below() {
        return where == Where.BELOW ? hop : Hop.NONE;
    }

    /** The same on one thread: what is called there has to be called in this one too. */
    Cell onOneThread() {
        return new Cell(
                Source.CALLER,
                hop == Hop.NONE ? Hop.NONE : Hop.OBSERVE_ON_TRAMPOLINE,
                where,
                ending,
                inner,
                inside,
                subscribers,
                false);
    }

    @Override
    public String toString() {
        return source + (bare ? " on a bare thread, " : ", ")
                + hop + (hop == Hop.NONE ? "" : where == Where.ABOVE ? " above" : " below") + ", "
                + ending
                + (inner == Inner.ITEMS ? "" : ", inner flows " + inner)
                + (inside ? ", assembled inside" : "")
                + (subscribers == 1 ? "" : ", " + subscribers + " subscribers");
    }
}
