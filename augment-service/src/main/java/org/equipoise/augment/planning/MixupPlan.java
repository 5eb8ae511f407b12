package org.equipoise.augment.planning;

import java.util.Arrays;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.sampling.Mixup;

/**
 * Which second image each draw of an epoch is mixed with, and how much of it. A pure function of (seed, epoch, draw)
 * and of the epoch's plan, like the plan itself.
 */
public final class MixupPlan {

    /** Keeps these random streams apart from all others of the same seed. */
    private static final long PURPOSE = 0x6d697875L;

    private final EpochPlan plan;
    private final Mixup mixup;
    private final long seed;
    private final int[][] members;

    /** @param labels class of each training image, that the plan was made of */
    public MixupPlan(EpochPlan plan, Mixup mixup, int[] labels, long seed) {
        this.plan = plan;
        this.mixup = mixup;
        this.seed = seed;
        members = mixup.partner() == MixupPartner.ANY
                ? new int[0][]
                : Arrays.stream(EpochPlan.members(labels))
                        .filter(m -> m.length > 0)
                        .toArray(int[][]::new);
    }

    /**
     * What one draw is mixed with.
     *
     * @param image index of the second image, which may be the first one again
     * @param share of the second image, in [0, 0.5]
     */
    public record Partner(int image, double share) {}

    /** The partner of the image at a position in the order of an epoch, both from 0. */
    public Partner of(int epoch, long draw) {
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double share = mixup.share(random);
        return new Partner(image(random), share);
    }

    private int image(SplitMix64 random) {
        if (members.length == 0) {
            return plan.image(random.nextInt(plan.size()));
        }
        int[] ofClass = members[random.nextInt(members.length)];
        return ofClass[random.nextInt(ofClass.length)];
    }
}
