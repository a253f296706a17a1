/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.tutorial;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The first program of docs/tutorial.md. */
public class FirstHop {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId", String.class);

    public static void main(String[] args) {
        ExecutorService plain = Executors.newSingleThreadExecutor();
        ExecutorService wrapped = AmbientExecutors.wrap(plain);

        Ambient.where(REQUEST_ID, "r-17").run(() -> {
            print("this thread");
            plain.execute(() -> print("plain executor"));
            wrapped.execute(() -> print("wrapped executor"));
        });
        plain.execute(() -> print("afterwards"));
        plain.shutdown();
    }

    static void print(String where) {
        System.out.printf("%-16s request %s%n", where, REQUEST_ID.get());
    }
}
