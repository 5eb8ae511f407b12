package org.equipoise.ingest.outliers;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.Measuring;
import org.jspecify.annotations.Nullable;

/**
 * Images of a bright disc on a dark ground with a pattern of its own: alike as X-rays of one part are, but not the
 * same.
 */
final class Drawn {

    static final int SIDE = 48;

    private Drawn() {}

    static Pixels pixels(long seed) {
        var random = new Random(seed);
        double[] phases = random.doubles(12).toArray();
        byte[] samples = new byte[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double distance = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0) / SIDE;
                double value = 60 + 110 * Math.max(0, 1 - 2 * distance);
                for (int i = 0; i < phases.length; i += 3) {
                    value += 10
                            * Math.sin(6.3 * (phases[i] * 4 * x / SIDE + phases[i + 1] * 4 * y / SIDE + phases[i + 2]));
                }
                samples[y * SIDE + x] = (byte) Math.max(1, Math.min(254, value + 3 * random.nextGaussian()));
            }
        }
        return new Pixels(SIDE, SIDE, 1, samples);
    }

    static Pixels inverted(Pixels pixels) {
        byte[] samples = pixels.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (255 - (samples[i] & 0xff));
        }
        return new Pixels(pixels.width(), pixels.height(), pixels.channels(), samples);
    }

    /** Brighter, and a little noisy: another copy of the same image. */
    static Pixels copy(Pixels pixels, long seed) {
        var random = new Random(seed);
        byte[] samples = pixels.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.min(255, Math.round((samples[i] & 0xff) * 0.9 + 20 + random.nextGaussian()));
        }
        return new Pixels(pixels.width(), pixels.height(), pixels.channels(), samples);
    }

    static DatasetImage image(int number, String label, Split split, @Nullable String patient, ImageTraits traits) {
        return new DatasetImage(id(number), label, split, patient, Optional.of(traits));
    }

    static DatasetImage image(int number, String label, Split split, Pixels pixels) {
        return image(number, label, split, null, traits(pixels, null));
    }

    static ImageTraits traits(Pixels pixels, @Nullable String station) {
        ImageMeasures measures = Measuring.of(pixels);
        return new ImageTraits(
                pixels.width(),
                pixels.height(),
                pixels.channels(),
                pixels.bits(),
                "DX",
                List.of(Split.TRAIN),
                station,
                measures);
    }

    static String id(int number) {
        return HexFormat.of().toHexDigits(number).repeat(8);
    }
}
