package org.equipoise.ingest.quality;

/** The ranges of {@link QualityLimits}. */
final class QualityRanges {

    private QualityRanges() {}

    /** The same limits, if each is in its range. */
    static QualityLimits checked(QualityLimits limits) {
        require("min-deviation", limits.minDeviation(), 0, 127);
        require("max-saturated", limits.maxSaturated(), 0, 1);
        require("min-entropy", limits.minEntropy(), 0, 8);
        require("max-bars", limits.maxBars(), 0, 1);
        require("max-repeated-border", limits.maxRepeatedBorder(), 0, 1);
        require("min-correlation", limits.minCorrelation(), -1, 0);
        require("max-distance", limits.maxDistance(), 3, 100);
        require("near-duplicate-bits", limits.nearDuplicateBits(), 0, 8);
        require("near-duplicate-difference", limits.nearDuplicateDifference(), 0, 1);
        require("max-association", limits.maxAssociation(), 0, 1);
        require("max-split-difference", limits.maxSplitDifference(), 0.5, 1);
        require("min-study-share", limits.minStudyShare(), 0.5, 1);
        require("least-images", limits.leastImages(), 10, 10_000);
        return limits;
    }

    private static void require(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("equipoise.ingest.quality." + key + " must be " + text(least) + " to "
                    + text(most) + ", got " + text(value));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
