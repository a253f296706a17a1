/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.ChangeListener.Cause.SET;
import static dev.ambient.ChangeListener.Cause.SWITCH;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Does the steps of a sequence with ambient values and, beside it, the same with plain maps, and compares after each.
 * One instance belongs to one thread.
 */
final class Model extends ModelThread {

    /** A context, and what must be in it. */
    record Captured(AmbientContext context, Inside inside) {}

    /** Thrown on purpose, and caught around the innermost block. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final List<Captured> captured;
    private Object step = "the beginning";

    /** On a thread in the empty context, with contexts that can be used there. */
    Model(ModelWorld world, List<Captured> captured) {
        super(world);
        this.captured = captured;
    }

    static Model create(ModelWorld world) {
        List<Captured> captured = new ArrayList<>();
        captured.add(new Captured(AmbientContext.empty(), new Inside(State.NOTHING, Foreign.LEFT_ALONE, null)));
        return new Model(world, captured);
    }

    /** All steps on this thread, which nothing has been done on, outside any block. */
    Model play(List<Step> steps) {
        try {
            check(SWITCH);
            allUntilThrown(steps);
            checkCaptured();
            return this;
        } catch (AssertionError e) {
            throw new AssertionError("of " + steps + ", " + e.getMessage(), e);
        }
    }

    private void allUntilThrown(List<Step> steps) {
        try {
            all(steps);
        } catch (Thrown e) {
            check(SWITCH);
        }
    }

    private void all(List<Step> steps) {
        for (Step next : steps) {
            step = next;
            next.on(this);
        }
    }

    /** Rule 8: what was captured earlier is what it was. */
    void checkCaptured() {
        step = "all steps";
        for (Captured each : captured) {
            Map<Ambient<Object>, Object> values = each.inside.state().values();
            boolean same = each.context.isEmpty() == values.isEmpty();
            for (Ambient<Object> key : world.keys) {
                same &= each.context.get(key) == values.get(key);
            }
            if (!same) {
                agree("a captured context", each.context, values);
            }
        }
    }

    void set(int number, Object value) {
        key(number).set(value);
        state = state.with(List.of(key(number)), value);
        check(SET);
    }

    void setMany(int count, Object value) {
        List<Ambient<Object>> keys = world.keys.subList(0, Math.min(count, world.keys.size()));
        keys.forEach(key -> key.set(value));
        state = state.with(keys, value);
        check(SET);
    }

    void unset(int number) {
        key(number).unset();
        state = state.without(key(number));
        check(SET);
    }

    void bind(int number, Object value) {
        begin(key(number).bind(value), within(state.with(List.of(key(number)), value)));
        check(SET);
    }

    void close(int number) {
        closeScope(openScope(number));
        check(SWITCH);
    }

    void closeLate(int number) {
        closeScope(endedScope(number));
        check(SWITCH);
    }

    void closeOnOtherThread(int number) {
        Entry open = openScope(number);
        closeScopeOnOtherThread(open == null ? endedScope(number) : open);
        check(SWITCH);
    }

    void suppressFlow() {
        begin(AmbientContext.suppressFlow(), within(new State(state.values(), true)));
        check(SWITCH);
    }

    void setForeign(String value) {
        world.user.set(value);
        user = value;
        check(SET);
    }

    void capture() {
        Inside inside = state.suppressed()
                ? new Inside(State.NOTHING, Foreign.SET_AND_GIVEN_BACK, null)
                : new Inside(state, Foreign.SET_AND_GIVEN_BACK, user);
        captured.add(new Captured(AmbientContext.capture(), inside));
        check(SET);
    }

    void current() {
        captured.add(new Captured(
                AmbientContext.current(), new Inside(new State(state.values(), false), Foreign.LEFT_ALONE, null)));
        check(SET);
    }

    void with(int context, int number, Object value) {
        Captured base = captured(context);
        Inside inside = base.inside;
        State changed = inside.state().with(List.of(key(number)), value);
        captured.add(new Captured(
                base.context.with(key(number), value), new Inside(changed, inside.foreign(), inside.user())));
    }

    void without(int context, int number) {
        Captured base = captured(context);
        Inside inside = base.inside;
        State changed = inside.state().without(key(number));
        captured.add(
                new Captured(base.context.without(key(number)), new Inside(changed, inside.foreign(), inside.user())));
    }

    void makeCurrent(int context) {
        Captured made = captured(context);
        begin(made.context.makeCurrent(), made.inside);
        check(SWITCH);
    }

    void run(int context, Step.Way way, List<Step> block) {
        Captured entered = captured(context);
        block(body -> way.run(entered.context, body), entered.inside, SWITCH, block);
    }

    void where(int number, Object value, List<Step> block) {
        Inside inside = within(state.with(List.of(key(number)), value));
        block(Ambient.where(key(number), value)::run, inside, SET, block);
    }

    void runOnOtherThread(int context, Step.Way way, List<Step> block) {
        CleanThread.elsewhere(() -> {
            Model there = new Model(world, captured);
            there.step = step;
            there.check(SWITCH);
            there.run(context, way, block);
        });
        check(SWITCH);
    }

    private void block(Consumer<Runnable> way, Inside inside, ChangeListener.Cause cause, List<Step> block) {
        Object begun = step;
        try {
            way.accept(() -> {
                begin(null, inside);
                try {
                    check(cause);
                    all(block);
                } finally {
                    endBlock();
                }
            });
        } catch (Thrown e) {
            begun = "the throw in " + begun;
        }
        step = "the end of " + begun;
        check(SWITCH);
    }

    private Ambient<Object> key(int number) {
        return world.keys.get(number % world.keys.size());
    }

    private Captured captured(int number) {
        return captured.get(captured.size() - 1 - number % captured.size());
    }

    /** What binds gives the foreign thread-local back as it was. */
    private static Inside within(State state) {
        return new Inside(state, Foreign.GIVEN_BACK, null);
    }

    @Override
    void agree(String what, Object is, Object mustBe) {
        if (!Objects.equals(is, mustBe)) {
            throw new AssertionError("after " + step + ": " + what + " is " + is + ", must be " + mustBe);
        }
    }
}
