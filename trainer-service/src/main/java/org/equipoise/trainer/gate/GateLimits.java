package org.equipoise.trainer.gate;

import org.equipoise.common.evaluation.Evaluation;

/**
 * The gate's numbers.
 *
 * @param minimumRecall recall that every class must reach; above {@link Evaluation#COLLAPSED_RECALL}, so that no
 *     setting lets a collapsed model through
 * @param marginOverConstant by how much the balanced accuracy must exceed 1 / K
 */
public record GateLimits(double minimumRecall, double marginOverConstant) {

    public GateLimits {
        if (!(minimumRecall > Evaluation.COLLAPSED_RECALL && minimumRecall <= 1)) {
            throw new IllegalArgumentException("equipoise.trainer.gate.minimum-recall must be above "
                    + Evaluation.COLLAPSED_RECALL + " and at most 1, got " + minimumRecall);
        }
        if (!(marginOverConstant >= 0 && marginOverConstant <= 1)) {
            throw new IllegalArgumentException(
                    "equipoise.trainer.gate.margin-over-constant must be in [0, 1], got " + marginOverConstant);
        }
    }
}
