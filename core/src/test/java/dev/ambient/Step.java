/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;

/**
 * One thing that a thread does with ambient values. A number stands for one of those that there are, and begins again
 * where there are fewer: keys as they were made, contexts with the newest first and the empty one last, open scopes with
 * the innermost first, scopes that have ended with the last one first.
 */
sealed interface Step {

    /** Does it, and says in the model what must be so now. */
    void on(Model model);

    /** The ways to run a block in a context. */
    enum Way {
        RUN {
            @Override
            void run(AmbientContext context, Runnable block) {
                context.run(block);
            }
        },
        WRAP {
            @Override
            void run(AmbientContext context, Runnable block) {
                context.wrap(block).run();
            }
        },
        CALL {
            @Override
            void run(AmbientContext context, Runnable block) {
                context.<Object, RuntimeException>call(() -> {
                    block.run();
                    return null;
                });
            }
        };

        abstract void run(AmbientContext context, Runnable block);
    }

    /** Of the first keys, so that there are many values without many steps. */
    record SetMany(int keys, Object value) implements Step {
        @Override
        public void on(Model model) {
            model.setMany(keys, value);
        }
    }

    record Set(int key, Object value) implements Step {
        @Override
        public void on(Model model) {
            model.set(key, value);
        }
    }

    record Unset(int key) implements Step {
        @Override
        public void on(Model model) {
            model.unset(key);
        }
    }

    record Bind(int key, Object value) implements Step {
        @Override
        public void on(Model model) {
            model.bind(key, value);
        }
    }

    /** Of an open scope, in order or not. */
    record Close(int scope) implements Step {
        @Override
        public void on(Model model) {
            model.close(scope);
        }
    }

    /** Of a scope that has ended, closed already or not. */
    record CloseLate(int scope) implements Step {
        @Override
        public void on(Model model) {
            model.closeLate(scope);
        }
    }

    record CloseOnOtherThread(int scope) implements Step {
        @Override
        public void on(Model model) {
            model.closeOnOtherThread(scope);
        }
    }

    record SuppressFlow() implements Step {
        @Override
        public void on(Model model) {
            model.suppressFlow();
        }
    }

    /** Of the foreign thread-local; {@code null} takes it away. */
    record SetForeign(String value) implements Step {
        @Override
        public void on(Model model) {
            model.setForeign(value);
        }
    }

    record Capture() implements Step {
        @Override
        public void on(Model model) {
            model.capture();
        }
    }

    /** The current context, which has no foreign values. */
    record Current() implements Step {
        @Override
        public void on(Model model) {
            model.current();
        }
    }

    /** One more context, made of another. */
    record With(int context, int key, Object value) implements Step {
        @Override
        public void on(Model model) {
            model.with(context, key, value);
        }
    }

    record Without(int context, int key) implements Step {
        @Override
        public void on(Model model) {
            model.without(context, key);
        }
    }

    record MakeCurrent(int context) implements Step {
        @Override
        public void on(Model model) {
            model.makeCurrent(context);
        }
    }

    record Throw() implements Step {
        @Override
        public void on(Model model) {
            throw new Model.Thrown();
        }
    }

    record Run(int context, Way way, List<Step> block) implements Step {
        @Override
        public void on(Model model) {
            model.run(context, way, block);
        }
    }

    record Where(int key, Object value, List<Step> block) implements Step {
        @Override
        public void on(Model model) {
            model.where(key, value, block);
        }
    }

    /** On another thread, while this one waits. */
    record RunOnOtherThread(int context, Way way, List<Step> block) implements Step {
        @Override
        public void on(Model model) {
            model.runOnOtherThread(context, way, block);
        }
    }
}
