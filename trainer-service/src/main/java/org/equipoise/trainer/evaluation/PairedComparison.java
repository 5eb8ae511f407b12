package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Two versions on the same images: whether the first has the higher balanced accuracy, and how sure that is. Because
 * the images are the same, only those on which the versions differ tell.
 *
 * @param images of the split, at least 1
 * @param firstRight images that only the first version answered right
 * @param secondRight images that only the second one did
 * @param first balanced accuracy of the first version, in [0, 1]
 * @param second balanced accuracy of the second
 * @param lower lower end of the 90 % interval of {@code first - second}: with 95 % confidence it is not lower. From the
 *     paired variances of the classes, with Agresti and Min's half images
 * @param upper its upper end
 * @param foretells whether the classes that make the difference have enough images that differ to say from them how
 *     many would show it
 * @param confidence that the first is better, in (0, 1): {@link SignFlips#below}; its rest to 1 that it is worse
 * @see <a href="https://doi.org/10.1002/sim.1781">Agresti and Min, Statistics in Medicine 2005</a>
 */
public record PairedComparison(
        long images,
        long firstRight,
        long secondRight,
        double first,
        double second,
        double lower,
        double upper,
        boolean foretells,
        double confidence) {

    /** One-sided: a claim that is no more true than its opposite passes one time in twenty. */
    public static final double CONFIDENCE = 0.95;

    /** Normal quantile of {@link #CONFIDENCE}. */
    private static final double Z_95_ONE_SIDED = 1.6448536269514722;

    /** Normal quantile of 80 %: how often a difference should be found that is there. */
    private static final double Z_80 = 0.8416212335729143;

    /** Images that differ, of a class: with fewer, its difference is one patient's or two. */
    private static final long FEWEST_DISCORDANT = 5;

    /** Share of a difference that may come from classes with fewer. */
    private static final double MOST_UNTOLD = 0.1;

    /**
     * Compares answers to the same images in the same order.
     *
     * @throws IllegalArgumentException if the images are not the same, or there is none
     */
    public static PairedComparison of(RightAnswers first, RightAnswers second) {
        if (!first.trueClasses().equals(second.trueClasses())) {
            throw new IllegalArgumentException("answers to " + first.images() + " and " + second.images()
                    + " images whose true classes are not the same, one by one");
        }
        if (first.images() == 0) {
            throw new IllegalArgumentException("a comparison on no images");
        }
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (int i = 0; i < first.images(); i++) {
            long[] of = counts.computeIfAbsent(first.trueClasses().get(i), name -> new long[5]);
            boolean a = first.right().get(i);
            boolean b = second.right().get(i);
            of[0]++;
            of[1] += a && !b ? 1 : 0;
            of[2] += b && !a ? 1 : 0;
            of[3] += a ? 1 : 0;
            of[4] += b ? 1 : 0;
        }
        List<DiscordantImages> classes = new ArrayList<>();
        double ofFirst = 0;
        double ofSecond = 0;
        for (long[] of : counts.values()) {
            classes.add(new DiscordantImages(of[0], of[1], of[2]));
            ofFirst += of[3] / (double) of[0] / counts.size();
            ofSecond += of[4] / (double) of[0] / counts.size();
        }
        double centre = classes.stream().mapToDouble(DiscordantImages::shrunk).sum() / classes.size();
        double half = Z_95_ONE_SIDED * standardError(classes);
        return new PairedComparison(
                first.images(),
                classes.stream().mapToLong(DiscordantImages::firstRight).sum(),
                classes.stream().mapToLong(DiscordantImages::secondRight).sum(),
                ofFirst,
                ofSecond,
                Math.max(-1, centre - half),
                Math.min(1, centre + half),
                foretells(classes),
                SignFlips.below(classes));
    }

    private static boolean foretells(List<DiscordantImages> classes) {
        double untold = classes.stream()
                .filter(c -> c.discordant() < FEWEST_DISCORDANT)
                .mapToDouble(c -> Math.abs(c.difference()))
                .sum();
        double difference =
                classes.stream().mapToDouble(DiscordantImages::difference).sum();
        return untold <= MOST_UNTOLD * Math.abs(difference);
    }

    private static double standardError(List<DiscordantImages> classes) {
        return Math.sqrt(
                        classes.stream().mapToDouble(DiscordantImages::variance).sum())
                / classes.size();
    }

    /** {@code first - second}. */
    public double difference() {
        return first - second;
    }

    /** Whether the first was shown to be better, with {@link #CONFIDENCE}. */
    public boolean better() {
        return confidence >= CONFIDENCE;
    }

    /** Whether the first was shown to be worse. */
    public boolean worse() {
        return confidence <= 1 - CONFIDENCE;
    }

    /**
     * About how many images, of classes in the same shares, would show a difference as large as this one in four cases
     * of five; empty where there is none, where too few images differ to say it, and where it would be no more images
     * than there are.
     */
    public OptionalLong imagesToTell() {
        double gap = Math.abs(difference());
        if (gap < 1e-12 || !foretells) {
            return OptionalLong.empty();
        }
        double error = (upper - lower) / 2 / Z_95_ONE_SIDED;
        double needed = (Z_95_ONE_SIDED + Z_80) * error / gap;
        long told = (long) Math.ceil(images * needed * needed);
        return told > images ? OptionalLong.of(told) : OptionalLong.empty();
    }
}
