/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does random things with ambient values and, beside it, the same with plain maps, and compares after each step. One
 * instance belongs to one thread.
 */
final class Model extends ModelThread {

    /** What all threads work on. */
    record World(
            List<Ambient<Object>> keys,
            ThreadLocal<String> user,
            ThreadLocal<Map<Ambient<Object>, Object>> told,
            Queue<Captured> captured,
            ExecutorService helper) {}

    /** A captured context and what must be in it. */
    record Captured(AmbientContext context, Map<Ambient<Object>, Object> values, String user) {

        State inside() {
            return new State(values, false);
        }
    }

    /** Thrown on purpose. */
    private static final class Boom extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final List<String> steps;
    private final World world;
    private final Random random;

    Model(World world, Random random, List<String> steps) {
        super(world);
        this.world = world;
        this.random = random;
        this.steps = steps;
    }

    /** One sequence; the thread must be clean before and is afterwards. */
    void play() {
        check();
        block("sequence", in(AmbientContext.empty()), new State(Map.of(), false), false, null, 0);
        world.user().remove();
        user = null;
        check();
    }

    private void block(
            String name, Consumer<Runnable> way, State inside, boolean foreign, String userInside, int depth) {
        steps.add(name + " {");
        try {
            way.accept(() -> {
                begin(null, inside, foreign, userInside);
                try {
                    check();
                    for (int n = 1 + random.nextInt(6); n > 0; n--) {
                        step(depth + 1);
                        check();
                    }
                } finally {
                    endBlock();
                }
            });
        } catch (Boom boom) {
            steps.add("caught");
        }
        steps.add("}");
        check();
    }

    /** One of the ways to run a block in a context. */
    private Consumer<Runnable> in(AmbientContext context) {
        return switch (random.nextInt(3)) {
            case 0 -> context::run;
            case 1 -> body -> context.wrap(body).run();
            default ->
                body -> context.<Object, RuntimeException>call(() -> {
                    body.run();
                    return null;
                });
        };
    }

    private void step(int depth) {
        Ambient<Object> key = world.keys().get(random.nextInt(world.keys().size()));
        Object value = mixedValue();
        switch (random.nextInt(depth > 5 ? 9 : 14)) {
            case 0, 1 -> {
                steps.add("set " + key + " " + value);
                key.set(value);
                state = state.with(key, value);
            }
            case 2 -> {
                steps.add("unset " + key);
                key.unset();
                state = state.with(key, null);
            }
            case 3 -> {
                steps.add("bind " + key + " " + value);
                begin(key.bind(value), state.with(key, value), false, null);
            }
            case 4 -> close();
            case 5 -> {
                steps.add("user");
                user = random.nextBoolean() ? "user" + random.nextInt(3) : null;
                world.user().set(user);
            }
            case 6 -> capture();
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    steps.add("suppress");
                    begin(AmbientContext.suppressFlow(), new State(state.values(), true), false, null);
                } else {
                    Captured captured = anyCaptured();
                    steps.add("makeCurrent " + captured);
                    begin(captured.context.makeCurrent(), captured.inside(), true, captured.user);
                }
            }
            case 8 -> {
                if (random.nextInt(4) == 0) {
                    steps.add("throw");
                    throw new Boom();
                }
            }
            case 9, 10 -> {
                Captured captured = anyCaptured();
                block("run " + captured, in(captured.context), captured.inside(), true, captured.user, depth);
            }
            case 11 -> {
                Captured captured = anyCaptured();
                AmbientContext changed = captured.context.without(key).with(key, value);
                State inside = captured.inside().with(key, value);
                block("run with " + key + " " + value, in(changed), inside, true, captured.user, depth);
            }
            case 12 ->
                block("where " + key, Ambient.where(key, value)::run, state.with(key, value), false, null, depth);
            default -> hop(anyCaptured(), depth);
        }
    }

    private void close() {
        List<Scope> open = openScopes();
        if (!ended.isEmpty() && random.nextInt(4) == 0) {
            steps.add("close late");
            ended.get(random.nextInt(ended.size())).close();
        } else if (!open.isEmpty()) {
            int which = random.nextInt(3) == 0 ? random.nextInt(open.size()) : 0;
            steps.add("close " + which);
            close(open.get(which));
        }
    }

    private void capture() {
        steps.add("capture");
        AmbientContext context = AmbientContext.capture();
        Map<Ambient<Object>, Object> values = state.suppressed() ? Map.of() : state.values();
        world.captured().add(new Captured(context, values, state.suppressed() ? null : user));
    }

    /** A context captured by any thread. */
    private Captured anyCaptured() {
        Captured captured = world.captured().poll();
        if (captured == null) {
            capture();
            return anyCaptured();
        }
        if (random.nextBoolean()) {
            world.captured().add(captured);
        }
        return captured;
    }

    /** A block on another thread, which is clean before and afterwards. */
    private void hop(Captured captured, int depth) {
        steps.add("hop {");
        Model there = new Model(world, new Random(random.nextLong()), steps);
        Runnable task = () -> {
            there.check();
            there.block("there", there.in(captured.context), captured.inside(), true, captured.user, depth + 2);
        };
        try {
            world.helper().submit(task).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        steps.add("}");
    }

    private Object mixedValue() {
        int i = random.nextInt(3);
        return switch (random.nextInt(3)) {
            case 0 -> "value" + i;
            case 1 -> i + 100_000;
            default -> i * 1.5;
        };
    }
}
