package org.equipoise.bench.quality;

import org.equipoise.augment.degrading.Blur;
import org.equipoise.augment.degrading.Noise;
import org.equipoise.augment.intensity.IntensityMap;
import org.equipoise.augment.warping.AffineMap;
import org.equipoise.augment.warping.Warp;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;

/** What another device, or another way to use it, makes of an image: always as strong, unlike augmentation. */
enum DeviceChange {
    NONE("unchanged", (samples, format, seed, draw) -> {}),
    GAIN("gain 0.8", gain(0.8)),
    MORE_GAIN("gain 0.6", gain(0.6)),
    GAMMA("gamma 1.4", gamma(1.4)),
    MORE_GAMMA("gamma 2.0", gamma(2.0)),
    CROP("middle 90 % of each side", crop(0.9)),
    MORE_CROP("middle 80 % of each side", crop(0.8)),
    NOISE("noise of 3 % of full scale", noise(0.03)),
    MORE_NOISE("noise of 6 % of full scale", noise(0.06)),
    BLUR("blur of 1 pixel", blur(1)),
    MORE_BLUR("blur of 2 pixels", blur(2));

    /** Changes the samples of one image in place. */
    private interface Change {
        void apply(byte[] samples, InputFormat format, long seed, long draw);
    }

    private final String title;
    private final Change change;

    DeviceChange(String title, Change change) {
        this.title = title;
        this.change = change;
    }

    /** As the table says it. */
    String title() {
        return title;
    }

    /**
     * The changed image. It follows from all arguments alone.
     *
     * @param image of 8 bits
     * @param draw tells the images of one seed apart
     */
    Pixels of(Pixels image, long seed, long draw) {
        byte[] samples = image.samples();
        change.apply(
                samples,
                InputFormat.bytes(new InputShape(image.width(), image.height(), image.channels())),
                seed,
                draw);
        return new Pixels(image.width(), image.height(), image.channels(), samples);
    }

    private static Change gain(double gain) {
        return intensities(new IntensityMap(1, gain, 0, null));
    }

    private static Change gamma(double gamma) {
        return intensities(new IntensityMap(gamma, 1, 0, null));
    }

    private static Change intensities(IntensityMap map) {
        return (samples, format, seed, draw) -> map.apply(samples, 0, samples.length);
    }

    private static Change crop(double left) {
        return (samples, format, seed, draw) -> {
            InputShape shape = format.shape();
            AffineMap toSource = AffineMap.zoom(left).aboutCentre(shape.width(), shape.height());
            new Warp(shape.width(), shape.height(), shape.channels(), format.bits())
                    .apply(samples.clone(), 0, toSource, samples, 0);
        };
    }

    private static Change noise(double deviation) {
        return (samples, format, seed, draw) ->
                Noise.gaussian(deviation, seed, draw).apply(samples, 0, format);
    }

    private static Change blur(double deviation) {
        var blur = new Blur(deviation);
        return (samples, format, seed, draw) -> blur.apply(samples, 0, format);
    }
}
