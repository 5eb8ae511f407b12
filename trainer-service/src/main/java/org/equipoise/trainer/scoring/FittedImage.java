package org.equipoise.trainer.scoring;

import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.imaging.Pixels;

/** An image as the network is fed, with its statistics. */
record FittedImage(Pixels pixels, InputStatistics statistics) {

    /** Computes mean and population standard deviation of the samples, in 0..255. */
    static FittedImage of(Pixels pixels) {
        long sum = 0;
        long squares = 0;
        for (byte sample : pixels.samples()) {
            int value = sample & 0xff;
            sum += value;
            squares += (long) value * value;
        }
        double n = pixels.length();
        double mean = sum / n;
        double variance = Math.max(0, squares / n - mean * mean);
        return new FittedImage(pixels, new InputStatistics(mean, Math.sqrt(variance)));
    }
}
