package org.equipoise.ingest.quality;

import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.Pixels;

/** Refuses images that show nothing: a detector that was off, a saturated exposure, a blank page. */
public final class QualityCheck {

    private final QualityLimits limits;

    /** @throws IllegalArgumentException if a limit is out of its range */
    public QualityCheck(QualityLimits limits) {
        this.limits = QualityRanges.checked(limits);
    }

    /** Why the image is refused, or empty when it may pass. */
    public Optional<DecodingOutcome.Refused> refusal(Pixels pixels) {
        double deviation = deviation(pixels);
        if (deviation >= limits.minDeviation()) {
            return Optional.empty();
        }
        return Optional.of(new DecodingOutcome.Refused(
                RejectionReason.CONSTANT,
                String.format(
                        Locale.ROOT,
                        "the standard deviation is %.3f %s, at least %.3f are needed",
                        deviation,
                        pixels.bits() == Byte.SIZE ? "grey levels" : "stored values",
                        limits.minDeviation())));
    }

    /**
     * Standard deviation of the samples as they are stored: the largest of the channels' own, so that one flat colour
     * counts as constant. Population formula; 0 for equal samples.
     */
    static double deviation(Pixels pixels) {
        int channels = pixels.channels();
        double largest = 0;
        for (int c = 0; c < channels; c++) {
            long sum = 0;
            long squares = 0;
            for (int i = c; i < pixels.length(); i += channels) {
                int value = pixels.sample(i);
                sum += value;
                squares += (long) value * value;
            }
            double n = pixels.length() / (double) channels;
            double mean = sum / n;
            largest = Math.max(largest, Math.sqrt(Math.max(0, squares / n - mean * mean)));
        }
        return largest;
    }
}
