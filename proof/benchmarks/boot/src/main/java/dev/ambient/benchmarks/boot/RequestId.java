/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** A value of the program, as a program has it that uses what the mode offers. */
interface RequestId {

    /** What the running thread sees. */
    @Nullable
    String get();

    /** For {@code contextWrite}. */
    Function<Context, Context> put(String id);

    /** An executor that carries what there is where a task is submitted, if the mode has such. */
    ExecutorService carrying(ExecutorService executor);

    /** The same future, as one attaches work to it that another request will set off. */
    <T> CompletableFuture<T> attaching(CompletableFuture<T> future);

    static RequestId in(Mode mode) {
        return mode.isAmbient() ? new AmbientRequestId() : new PlainRequestId(mode);
    }
}
