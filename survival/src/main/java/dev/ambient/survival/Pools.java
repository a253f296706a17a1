/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** The threads of a run, made once. */
record Pools(Pool emitters, Pool workers) implements AutoCloseable {

    /** One thread where others emit, two where Reactor's schedulers work. */
    static Pools start() {
        return new Pools(new Pool("emitter", 1), new Pool("worker", 2));
    }

    /** Returns when what was handed to the threads before has run. */
    void settle() {
        emitters.onEachThread(() -> {});
        workers.onEachThread(() -> {});
    }

    @Override
    public void close() {
        emitters.close();
        workers.close();
    }
}
