package org.equipoise.trainer.gate;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.WilsonInterval;

/**
 * The gate's numbers.
 *
 * @param minimumRecall recall that every class must reach; above {@link Evaluation#COLLAPSED_RECALL}, so that no
 *     setting lets a collapsed model through
 * @param minimumRecallLower lower end of the 95 % Wilson interval that every class must reach; at least
 *     {@link Evaluation#COLLAPSED_RECALL}, and low enough that a class with one image, answered right, passes: its
 *     interval begins at 0.207
 * @param marginOverConstant by how much the balanced accuracy must exceed 1 / K
 */
public record GateLimits(double minimumRecall, double minimumRecallLower, double marginOverConstant) {

    /** Balanced accuracy that {@link ChampionRule#NOT_WORSE} lets a candidate have less than its champion. */
    static final double MOST_LOST = 0.01;

    public GateLimits {
        if (!(minimumRecall > Evaluation.COLLAPSED_RECALL && minimumRecall <= 1)) {
            throw new IllegalArgumentException("equipoise.trainer.gate.minimum-recall must be above "
                    + Evaluation.COLLAPSED_RECALL + " and at most 1, got " + minimumRecall);
        }
        if (!(minimumRecallLower >= Evaluation.COLLAPSED_RECALL && minimumRecallLower < 1)) {
            throw new IllegalArgumentException("equipoise.trainer.gate.minimum-recall-lower must be at least "
                    + Evaluation.COLLAPSED_RECALL + " and under 1, got " + minimumRecallLower);
        }
        if (!(marginOverConstant >= 0 && marginOverConstant <= 1)) {
            throw new IllegalArgumentException(
                    "equipoise.trainer.gate.margin-over-constant must be in [0, 1], got " + marginOverConstant);
        }
    }

    /**
     * Test images that every class needs: the Wilson interval of n right of n begins at {@code n / (n + z^2)}, which
     * with fewer is under {@link #minimumRecallLower}.
     */
    public long fewestTestImages() {
        double z2 = WilsonInterval.Z_95 * WilsonInterval.Z_95;
        return Math.max(1, (long) Math.ceil(minimumRecallLower * z2 / (1 - minimumRecallLower)));
    }
}
