/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What one sees of gRPC's Context in each world. {@link WorldsTest} loads it with the artifact and without. */
@SuppressWarnings("try")
public final class Worlds implements Supplier<List<String>> {

    private static final Context.Key<String> USER = Context.key("user");

    /** For whoever loads it. */
    public Worlds() {}

    @Override
    public List<String> get() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (Registration reactor = ReactorBridge.install();
                Registration rxjava = RxJavaBridge.install()) {
            List<String> verdicts = verdicts(pool);
            for (int i = 0; i < 4; i++) {
                check(World.currentOn(pool).isEmpty());
                check(pool.submit(() -> Context.current() == Context.ROOT).get());
            }
            check(AmbientContext.current().isEmpty());
            check(Context.current() == Context.ROOT);
            return verdicts;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<String> verdicts(ExecutorService pool) throws Exception {
        Context another = Context.ROOT.withValue(USER, "another's");
        World.Place place = new World.Place(
                World.Place.workingFor(block -> another.run(() -> {
                    block.run();
                    check(Context.current() == another);
                })),
                pool,
                World.Place.threadForEachTask());
        List<String> verdicts = new ArrayList<>();
        for (World world : World.values()) {
            CompletableFuture<Optional<String>> seen = new CompletableFuture<>();
            Context.ROOT.withValue(USER, "mine").run(() -> {
                world.call(() -> seen.complete(Optional.ofNullable(USER.get())), place);
                check("mine".equals(USER.get()));
            });
            verdicts.add(World.verdict(seen.get(60, TimeUnit.SECONDS).orElse(null), "mine"));
        }
        return verdicts;
    }

    private static void check(boolean right) {
        if (!right) {
            throw new AssertionError();
        }
    }
}
