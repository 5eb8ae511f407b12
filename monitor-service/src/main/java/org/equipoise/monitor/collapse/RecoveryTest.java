package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Is a class that took too many answers back in its healthy range? The collapse test turned round: an e-SR detector
 * whose null hypothesis is that the share is still at least {@code c = u + (1 - u) 0.8 g}, four fifths of the way to
 * the share {@code u + (1 - u) g} that the alarm bet on, and whose alternative is the healthy upper bound {@code u}.
 *
 * <p>An image of the class multiplies by {@code u / c}, any other by {@code (1 - u) / (1 - c)}; a study counts with the
 * mean of its images; {@code R <- e (R + 1)}. While the share stays at or above {@code c}, the mean number of studies
 * until R reaches a limit is at least that limit. A strong collapse is so called off after some 75 studies, a weak
 * drift needs as many as it took to find. A window of fixed length would flap on weak drifts and be slow on strong
 * ones.
 *
 * @see <a href="https://arxiv.org/abs/2203.03532">Shin, Ramdas, Rinaldo: E-detectors, 2022</a>
 */
public final class RecoveryTest {

    private static final double CAUTION = 0.8;

    private final double upperBound;
    private final double fraction;
    private final double ofClass;
    private final double ofOthers;
    private double evidence;

    /**
     * A test without evidence.
     *
     * @param upperBound upper confidence bound of the healthy share, in (0, 1)
     * @param fraction how far towards 1 the alarm's strongest component expected the share to be, in (0, 1)
     */
    public RecoveryTest(double upperBound, double fraction) {
        if (!(upperBound > 0 && upperBound < 1 && fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "upper bound and fraction must be in (0, 1), got " + upperBound + " and " + fraction);
        }
        this.upperBound = upperBound;
        this.fraction = fraction;
        double collapsed = upperBound + (1 - upperBound) * CAUTION * fraction;
        ofClass = upperBound / collapsed;
        ofOthers = 1 / (1 - CAUTION * fraction);
    }

    /** Takes in one study, by the share of its images that got the class, in [0, 1]. */
    public void add(double share) {
        double e = share * ofClass + (1 - share) * ofOthers;
        evidence = Math.min(e * (evidence + 1), CollapseDetector.CEILING);
    }

    /** Odds that the class is back, at least 0. */
    public double evidence() {
        return evidence;
    }

    /** Writes the whole test. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeDouble(upperBound);
        out.writeDouble(fraction);
        out.writeDouble(evidence);
    }

    /** Reads a test that {@link #writeTo} wrote. */
    public static RecoveryTest readFrom(DataInput in) throws IOException {
        var test = new RecoveryTest(in.readDouble(), in.readDouble());
        test.evidence = in.readDouble();
        return test;
    }
}
