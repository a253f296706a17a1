/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Random;

/**
 * Which cells a run tries. In the normal build it is one of so many, drawn anew each time; with {@code -Pthorough}, and for
 * the page, more of them or all. {@code -Dsurvival.seed} draws the same ones again.
 */
public final class Draw {

    /** All of them. */
    public static final Draw ALL = new Draw(0, 1);

    private final long seed;
    private final int oneIn;
    private final Random random;

    private Draw(long seed, int oneIn) {
        this.seed = seed;
        this.oneIn = oneIn;
        this.random = new Random(seed);
    }

    /**
     * Of so many cells one.
     *
     * @param oneIn of how many
     * @return the draw, with a seed of this run
     */
    public static Draw one(int oneIn) {
        Long seed = Long.getLong("survival.seed");
        return new Draw(seed == null ? new Random().nextInt(1_000_000) : seed, oneIn);
    }

    /**
     * Of so many cells one, and always the same ones: for the page.
     *
     * @param oneIn of how many
     * @return the draw
     */
    public static Draw same(int oneIn) {
        return new Draw(1, oneIn);
    }

    /**
     * What a test tries: everything if the build is to be thorough.
     *
     * @param oneIn of how many cells one is tried if not
     * @return the draw
     */
    public static Draw forTest(int oneIn) {
        return Boolean.getBoolean("ambient.thorough") ? one(1) : one(oneIn);
    }

    /**
     * The same cells each time, but fewer of them.
     *
     * @param times how many times as few
     * @return the draw
     */
    public Draw fewer(int times) {
        return new Draw(seed + 1, oneIn * times);
    }

    /**
     * Draws.
     *
     * @param cells what there is
     * @param <T> its type
     * @return what is tried
     */
    public <T> List<T> of(List<T> cells) {
        return oneIn == 1
                ? cells
                : cells.stream().filter(cell -> random.nextInt(oneIn) == 0).toList();
    }

    /**
     * A number below another.
     *
     * @param bound the other
     * @return the number
     */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public String toString() {
        return (oneIn == 1 ? "all cells" : "one cell in " + oneIn) + ", survival.seed=" + seed;
    }
}
