package org.equipoise.trainer.scoring;

import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/** An image as the network is fed, with its statistics. */
record FittedImage(Pixels pixels, InputStatistics statistics) {

    private static final int FULL_SCALE = 255;

    /**
     * Computes mean and population standard deviation of the samples as a network sees them, in 0..255.
     *
     * @param window of samples of 16 bits; absent of 8
     */
    static FittedImage of(Pixels pixels, @Nullable ValueWindow window) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < pixels.length(); i++) {
            int sample = pixels.sample(i);
            double level = window == null ? sample : FULL_SCALE * window.seen(sample);
            sum += level;
            squares += level * level;
        }
        double n = pixels.length();
        double mean = sum / n;
        double variance = Math.max(0, squares / n - mean * mean);
        return new FittedImage(pixels, new InputStatistics(mean, Math.sqrt(variance)));
    }
}
