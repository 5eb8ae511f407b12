package org.equipoise.augment.planning;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.sampling.EpochSampling;

/**
 * Which training image each draw of an epoch takes. A pure function of (seed, epoch, labels, sampling), so that any
 * instance computes any slice of it alike. An epoch has as many draws as there are training images.
 */
public final class EpochPlan {

    /** Keeps the plan's random stream apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x706c616eL;

    private final int[] images;

    private EpochPlan(int[] images) {
        this.images = images;
    }

    /**
     * Plans an epoch in O(images).
     *
     * @param labels class of each training image, {@code >= 0}
     * @throws IllegalArgumentException if such an epoch cannot be drawn from them
     */
    public static EpochPlan of(long seed, int epoch, int[] labels, EpochSampling sampling) {
        var random = SplitMix64.of(seed, PURPOSE, epoch);
        return new EpochPlan(
                switch (sampling.sampling()) {
                    case NATURAL -> natural(labels.length, random);
                    case BALANCED -> balanced(labels, random);
                    case SQUARE_ROOT, EFFECTIVE_NUMBER, MINORITY_QUOTA -> shared(labels, sampling, random);
                });
    }

    /** The image of one draw, from 0. */
    public int image(int draw) {
        return images[draw];
    }

    /** Draws in the epoch. */
    public int size() {
        return images.length;
    }

    /**
     * The images of shard {@code shard}: draws {@code [shard * imagesPerShard, (shard + 1) * imagesPerShard)}, fewer in
     * the epoch's last shard.
     *
     * @throws IllegalArgumentException if the slice begins behind the epoch's end
     */
    public int[] slice(int shard, int imagesPerShard) {
        long begin = (long) shard * imagesPerShard;
        if (begin >= images.length) {
            throw new IllegalArgumentException("shard " + shard + " of " + imagesPerShard + " images begins at draw "
                    + begin + ", but the epoch has only " + images.length);
        }
        int end = (int) Math.min(images.length, begin + imagesPerShard);
        return Arrays.copyOfRange(images, (int) begin, end);
    }

    private static int[] natural(int n, SplitMix64 random) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        random.shuffle(order);
        return order;
    }

    /** Each class equally often, those left over by chance. A class without images is not drawn. */
    private static int[] balanced(int[] labels, SplitMix64 random) {
        int[][] members =
                Arrays.stream(members(labels)).filter(m -> m.length > 0).toArray(int[][]::new);
        int[] extraFirst = natural(members.length, random);
        int[] order = new int[labels.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = extraFirst[i % members.length];
        }
        return dealt(order, members, random);
    }

    /** Each class as often as its share says. */
    private static int[] shared(int[] labels, EpochSampling sampling, SplitMix64 random) {
        int[][] members = members(labels);
        int[] draws =
                sampling.draws(Arrays.stream(members).map(m -> (long) m.length).toList());
        int[] order = IntStream.range(0, draws.length)
                .flatMap(k -> IntStream.generate(() -> k).limit(draws[k]))
                .toArray();
        return dealt(order, members, random);
    }

    /**
     * Shuffles which class comes when, and deals each class's images out in rounds of random order. Shuffling the
     * images instead could repeat one before another of its class was seen.
     */
    private static int[] dealt(int[] order, int[][] members, SplitMix64 random) {
        random.shuffle(order);
        int[] dealt = new int[members.length];
        for (int i = 0; i < order.length; i++) {
            int k = order[i];
            int position = dealt[k]++ % members[k].length;
            if (position == 0) {
                random.shuffle(members[k]);
            }
            order[i] = members[k][position];
        }
        return order;
    }

    /** Image indices of each class. */
    static int[][] members(int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] members = new int[classes][];
        Arrays.setAll(members, k -> new int[counts[k]]);
        int[] filled = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][filled[labels[i]]++] = i;
        }
        return members;
    }
}
