package org.equipoise.ingest.freezing;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.equipoise.ingest.freezing.WindowChoice.Outcome;

/**
 * The one window that all samples of a version are seen through, if they have 16 bits. It follows from the training
 * images and the wish alone.
 *
 * <p>Computed tomography is measured, so its window is fixed: -1024 to 3071 Hounsfield units, what 12 bits of a scanner
 * hold. Everything else is relative; its window ends at percentiles 0.1 and 99.9 of all training samples, so that a few
 * defective pixels or a metal marker do not decide it, as the smallest and largest value would let them. Percentiles
 * over the training images, none of one image, are what nnU-Net takes (0.5 and 99.5, of the foreground); these are
 * wider because a finding may be small and bright, and because the background is counted, too.
 *
 * @see <a href="https://doi.org/10.1038/s41592-020-01008-z">Isensee et al., nnU-Net, 2021</a>
 */
final class WindowRules {

    /** A sample of a canonical image of CT is its Hounsfield units plus this. */
    static final int HOUNSFIELD_ZERO = 32_768;

    private static final int LOWEST_HOUNSFIELD = -1024;
    private static final int HIGHEST_HOUNSFIELD = 3071;
    private static final int LOW_PER_MILLE = 1;
    private static final int HIGH_PER_MILLE = 999;

    /** Of CT, everything but the padding around the circle that was scanned (a fifth) and metal lies inside. */
    private static final double LEAST_INSIDE = 0.5;

    private final WindowWish wish;
    private final boolean tomography;
    private final SampleHistogram training;

    private WindowRules(WindowWish wish, boolean tomography, SampleHistogram training) {
        this.wish = wish;
        this.tomography = tomography;
        this.training = training;
    }

    /**
     * Chooses.
     *
     * @param tomography whether all images are of modality CT
     * @param training the samples of the training images, at least one
     */
    static Outcome choose(WindowWish wish, boolean tomography, SampleHistogram training) {
        return new WindowRules(wish, tomography, training).outcome();
    }

    private Outcome outcome() {
        if (training.smallest() == training.largest()) {
            return Outcome.refused(
                    Refusal.UNFIT,
                    "all samples of the training images are " + training.smallest() + ", there is nothing to see");
        }
        if (wish instanceof WindowWish.Hounsfield && !tomography) {
            return Outcome.refused(
                    Refusal.BAD_REQUEST,
                    "a window in HU needs images of modality CT alone; ask for LOW:HIGH in stored values");
        }
        ValueWindow window = window();
        double inside = 1 - training.below(window.low()) - training.above(window.high());
        if (wish instanceof WindowWish.Unsaid && tomography && inside < LEAST_INSIDE) {
            return Outcome.refused(
                    Refusal.UNFIT,
                    String.format(
                            Locale.ROOT,
                            "the images say modality CT, but only %.1f %% of the training samples lie in %d to %d HU,"
                                    + " stored as HU + %d: if they are no Hounsfield units, ask for window=percentiles or"
                                    + " LOW:HIGH in stored values",
                            100 * inside,
                            LOWEST_HOUNSFIELD,
                            HIGHEST_HOUNSFIELD,
                            HOUNSFIELD_ZERO));
        }
        if (training.largest() <= window.low() || training.smallest() >= window.high()) {
            return Outcome.refused(
                    Refusal.BAD_REQUEST,
                    "the window " + window.low() + " to " + window.high() + " shows nothing: the training samples are "
                            + training.smallest() + " to " + training.largest());
        }
        return new Outcome.Chosen(window, List.of(finding(window)));
    }

    private ValueWindow window() {
        if (wish instanceof WindowWish.Stored asked) {
            return asked(
                    new ValueWindow(asked.low(), asked.high(), "as asked for: " + asked.low() + " to " + asked.high()));
        }
        if (wish instanceof WindowWish.Hounsfield asked) {
            return asked(hounsfield(asked.low(), asked.high(), "as asked for: "));
        }
        return wish instanceof WindowWish.Unsaid ? byItself() : percentiles();
    }

    /** Who asks for what would be chosen anyway does not change why. */
    private ValueWindow asked(ValueWindow window) {
        ValueWindow unasked = byItself();
        return unasked.low() == window.low() && unasked.high() == window.high() ? unasked : window;
    }

    private ValueWindow byItself() {
        return tomography ? hounsfield(LOWEST_HOUNSFIELD, HIGHEST_HOUNSFIELD, "fixed for CT: ") : percentiles();
    }

    private ValueWindow percentiles() {
        int low = training.quantile(LOW_PER_MILLE);
        int high = training.quantile(HIGH_PER_MILLE);
        return low < high
                ? new ValueWindow(low, high, "percentiles 0.1 and 99.9 of the training samples")
                : new ValueWindow(
                        training.smallest(),
                        training.largest(),
                        "smallest and largest of the training samples, whose percentiles 0.1 and 99.9 are the same");
    }

    private static ValueWindow hounsfield(int low, int high, String why) {
        return new ValueWindow(
                low + HOUNSFIELD_ZERO,
                high + HOUNSFIELD_ZERO,
                why + low + " to " + high + " HU, stored as HU + " + HOUNSFIELD_ZERO);
    }

    private String finding(ValueWindow window) {
        return String.format(
                Locale.ROOT,
                "Samples of 16 bits are seen from %d to %d (%s); %.2f %% of the training samples lie below and %.2f %%"
                        + " above.",
                window.low(),
                window.high(),
                window.rule(),
                100 * training.below(window.low()),
                100 * training.above(window.high()));
    }
}
