package org.equipoise.ingest.quality;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an image must show at least, and from when on a frozen version says that something about it is odd. */
@ConfigMapping(prefix = "equipoise.ingest.quality")
public interface QualityLimits {

    /**
     * Smallest standard deviation of the samples; 0 to 127. An image below it is refused. In grey levels (0..255), or
     * in stored values (0..65535) where they have 16 bits. Those are not scaled to 0..255: an image of 12 bits in 16
     * uses a sixteenth of the range, and would count as constant with a deviation of 256 of its own levels.
     */
    @WithDefault("1.0")
    double minDeviation();

    /** Largest share of samples at the lowest or at the highest value; 0 to 1. */
    @WithDefault("0.6")
    double maxSaturated();

    /** Least entropy of the grey values, in bits; 0 to 8. */
    @WithDefault("2.0")
    double minEntropy();

    /** Largest share of the height, or width, that uniform bars at opposite sides may take; 0 to 1. */
    @WithDefault("0.2")
    double maxBars();

    /** Largest share of the height, or width, that repeated rows or columns at the sides may take; 0 to 1. */
    @WithDefault("0.02")
    double maxRepeatedBorder();

    /** Least correlation of an image's thumbnail with the mean of all; -1 to 0. Below it an image is inverted. */
    @WithDefault("-0.7")
    double minCorrelation();

    /** Largest robust distance of size, aspect and grey values from the dataset's median; 3 to 100. */
    @WithDefault("8")
    double maxDistance();

    /** Bits of the perceptual hash in which near-duplicates may differ; 0 to 8. */
    @WithDefault("4")
    int nearDuplicateBits();

    /** Mean difference of the thumbnails of near-duplicates, as a share of their range; 0 to 1. */
    @WithDefault("0.02")
    double nearDuplicateDifference();

    /** Cramér's V from which a property that tells classes apart is a shortcut; 0 to 1. */
    @WithDefault("0.5")
    double maxAssociation();

    /**
     * Chance that an image of another split has more (or less) of a property than a training image of its class, from
     * which the splits are told to be unlike; 0.5 to 1. By chance it is 0.5.
     */
    @WithDefault("0.65")
    double maxSplitDifference();

    /** Share of a class's images of one modality, or body part, from which images of another one are told; 0.5 to 1. */
    @WithDefault("0.95")
    double minStudyShare();

    /** Images that must be there before anything is said of one beside the others, or of a property; 10 to 10000. */
    @WithDefault("50")
    int leastImages();
}
