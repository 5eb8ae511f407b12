package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Two tests of the probabilities themselves, for troubles that the shares of the classes show late or never.
 *
 * <ul>
 *   <li><em>Constant output</em>: the answer to an image equals the one before, bit by bit. Dead weights, a broken
 *       decoder that hands on the same pixels, a cache that answers for the network.
 *   <li><em>Squashed scores</em>: the most probable class is hardly ahead of the next one. Lost weights, input on
 *       another scale than in training.
 * </ul>
 *
 * <p>What is healthy is learned from the first {@value #LEARNED_FROM} studies of a version, as nobody states it
 * anywhere: the share of repeats, and the widest margin that at most {@value #FEW} of the answers stay under. The
 * bounds are upper confidence bounds, so the uncertainty of so few studies is carried: with probability {@code 1 -}
 * {@value #ALPHA} each, the mean number of studies between false alarms is at least what {@link CollapseDetector}
 * promises. A version that is constant from its first answer is found nevertheless: no healthy one is let to repeat
 * more than {@value #MOST_REPEATS} of its answers.
 */
public final class ScoreTests {

    /** Studies that the healthy shares are learned from. */
    public static final int LEARNED_FROM = 500;

    static final double ALPHA = 1e-3;
    static final double FEW = 0.1;
    static final double MOST_REPEATS = 0.9;

    private RateTest constant = new RateTest(MOST_REPEATS);
    private @Nullable RateTest squashed;
    private int smallMargins;

    private int learned;
    private double repeats;
    private final double[] margins = new double[StudyScores.BINS];

    /**
     * Takes in one study.
     *
     * @param healthy whether nothing is held against the version at present, so that it may be learned from
     */
    public void add(StudyScores study, boolean healthy, long atMillis) {
        constant.add(study.repeats(), study.images(), atMillis);
        RateTest test = squashed;
        if (test != null) {
            test.add(study.below(smallMargins), study.images(), atMillis);
        } else if (healthy) {
            learn(study);
        }
    }

    private void learn(StudyScores study) {
        learned++;
        repeats += study.repeats() / (double) study.images();
        for (int b = 0; b < margins.length; b++) {
            margins[b] += study.margins().get(b) / (double) study.images();
        }
        if (learned == LEARNED_FROM) {
            double bound = RateBounds.upper(Math.min(1, repeats / learned), learned, ALPHA);
            constant = new RateTest(Math.min(bound, MOST_REPEATS));
            double below = margins[0];
            smallMargins = 1;
            while (smallMargins < margins.length - 1 && below + margins[smallMargins] <= FEW * learned) {
                below += margins[smallMargins];
                smallMargins++;
            }
            squashed = new RateTest(RateBounds.upper(Math.min(1, below / learned), learned, ALPHA));
            Arrays.fill(margins, 0);
        }
    }

    /** Studies learned from, at most {@value #LEARNED_FROM}. */
    public int learned() {
        return learned;
    }

    /** The test of constant output. */
    public RateTest constant() {
        return constant;
    }

    /** The test of squashed scores; null until its healthy share is learned. */
    public @Nullable RateTest squashed() {
        return squashed;
    }

    /** Share of a study's images that have a small margin, in [0, 1]. */
    public double smallShare(StudyScores study) {
        return study.below(smallMargins) / (double) study.images();
    }

    /** Margins under this count as small, in (0, 1]; 0 until it is learned. */
    public double smallMargin() {
        return smallMargins / (double) StudyScores.BINS;
    }

    /** Writes the whole state. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(learned);
        constant.writeTo(out);
        RateTest test = squashed;
        if (test == null) {
            out.writeDouble(repeats);
            for (double count : margins) {
                out.writeDouble(count);
            }
        } else {
            out.writeInt(smallMargins);
            test.writeTo(out);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static ScoreTests readFrom(DataInput in) throws IOException {
        var tests = new ScoreTests();
        tests.learned = in.readInt();
        tests.constant = RateTest.readFrom(in);
        if (tests.learned < LEARNED_FROM) {
            tests.repeats = in.readDouble();
            for (int b = 0; b < tests.margins.length; b++) {
                tests.margins[b] = in.readDouble();
            }
        } else {
            tests.smallMargins = in.readInt();
            tests.squashed = RateTest.readFrom(in);
        }
        return tests;
    }
}
