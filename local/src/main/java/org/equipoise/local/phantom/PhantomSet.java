package org.equipoise.local.phantom;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/** A dataset of phantoms with a stratified split: of each class 60 % train, 20 % validation, 20 % test. */
public final class PhantomSet {

    private static final int TENTHS_TRAIN = 6;
    private static final int TENTHS_VALIDATION = 2;
    /** A class index of its own in the seeds of new phantoms. */
    private static final long FRESH = 7L << 28;

    private PhantomSet() {}

    /**
     * One phantom; its pixels are drawn when asked for.
     *
     * @param split absent for a phantom that belongs to no dataset
     */
    public record Phantom(Finding finding, @Nullable Split split, long seed) {

        /** Draws it. */
        public Pixels pixels() {
            return LungPhantom.draw(finding, seed);
        }
    }

    /** The article's own counts: 1000 without a finding, 100 benign, 50 malignant. */
    public static Map<Finding, Integer> articleCounts() {
        Map<Finding, Integer> counts = new EnumMap<>(Finding.class);
        counts.put(Finding.NONE, 1000);
        counts.put(Finding.BENIGN, 100);
        counts.put(Finding.MALIGNANT, 50);
        return counts;
    }

    /** The phantoms of a seed, class after class. */
    public static List<Phantom> of(long seed, Map<Finding, Integer> counts) {
        List<Phantom> phantoms = new ArrayList<>();
        for (Finding finding : Finding.values()) {
            int n = counts.getOrDefault(finding, 0);
            for (int i = 0; i < n; i++) {
                phantoms.add(new Phantom(finding, split(i, n), seedOf(seed, finding, i)));
            }
        }
        return List.copyOf(phantoms);
    }

    /**
     * New phantoms, as many of each class as chance gives at the prevalence of {@code counts}; none of them is in
     * {@link #of}.
     */
    public static List<Phantom> fresh(long seed, Map<Finding, Integer> counts, int n) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (total < 1) {
            throw new IllegalArgumentException("need at least one phantom to draw from, got " + counts);
        }
        var dice = new Dice(seed ^ FRESH);
        List<Phantom> phantoms = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            phantoms.add(new Phantom(drawn(dice.whole(0, total - 1), counts), null, seed << 32 ^ FRESH ^ i));
        }
        return List.copyOf(phantoms);
    }

    private static Finding drawn(int ticket, Map<Finding, Integer> counts) {
        int before = 0;
        for (Finding finding : Finding.values()) {
            before += counts.getOrDefault(finding, 0);
            if (ticket < before) {
                return finding;
            }
        }
        throw new IllegalStateException("ticket " + ticket + " of " + counts);
    }

    private static Split split(int index, int n) {
        int train = Math.round(n * TENTHS_TRAIN / 10f);
        int validation = Math.round(n * TENTHS_VALIDATION / 10f);
        if (index < train) {
            return Split.TRAIN;
        }
        return index < train + validation ? Split.VALIDATION : Split.TEST;
    }

    /** Seeds of different sets, classes and indices never meet: each has bits of its own before the generator mixes. */
    private static long seedOf(long set, Finding finding, int index) {
        return set << 32 ^ (long) finding.ordinal() << 28 ^ index;
    }
}
