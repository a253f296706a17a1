/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever threads do with ambient values, it comes to what a {@link Model} of plain maps says, after every step. */
class ModelTest extends CleanThread {

    private static final List<Ambient<Object>> KEYS = keys(200);

    @Property
    void any_sequence_on_one_thread_does_what_plain_maps_do(
            @ForAll("keyCounts") int keys, @ForAll boolean listening, @ForAll("sequences") List<Step> steps) {
        try (ModelWorld world = new ModelWorld(KEYS.subList(0, keys), listening)) {
            elsewhere(() -> Model.create(world).play(steps));
        }
    }

    @Property
    void any_sequences_on_threads_that_share_contexts_do_what_plain_maps_do(
            @ForAll("keyCounts") int keys,
            @ForAll boolean listening,
            @ForAll("sequences") List<Step> first,
            @ForAll("threads") List<List<Step>> then)
            throws InterruptedException {
        try (ModelWorld world = new ModelWorld(KEYS.subList(0, keys), listening)) {
            playAll(world, first, then);
        }
    }

    /** All of it behind one line of the property, for jqwik shrinks only to samples that fail in the same line. */
    private static void playAll(ModelWorld world, List<Step> first, List<List<Step>> then) throws InterruptedException {
        Model shared = elsewhere(() -> Model.create(world).play(first));
        ExecutorService pool = Executors.newFixedThreadPool(then.size());
        CyclicBarrier start = new CyclicBarrier(then.size());
        List<Callable<Model>> threads = new ArrayList<>();
        for (List<Step> steps : then) {
            Model model = new Model(world, new ArrayList<>(shared.captured));
            threads.add(() -> {
                start.await();
                return model.play(steps);
            });
        }
        List<Future<Model>> played = pool.invokeAll(threads, 20, TimeUnit.SECONDS);
        pool.shutdown();
        played.forEach(CleanThread::resultOf);
        shared.checkCaptured();
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Steps.sequences();
    }

    @Provide
    Arbitrary<List<List<Step>>> threads() {
        return Steps.sequences().list().ofMinSize(2).ofMaxSize(3);
    }

    /** Keys for which values stand flat, and for which they make a trie. */
    @Provide
    static Arbitrary<Integer> keyCounts() {
        List<Integer> counts = IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(64, 200))
                .boxed()
                .toList();
        return Steps.weighted(counts, count -> count <= 40 ? 5 : 12);
    }
}
