package org.equipoise.augment.sharding;

import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.planning.MixupPlan;
import org.equipoise.common.imaging.InputFormat;

/**
 * Mixes an augmented image with a second one, augmented by itself. Samples of 16 bits are cut to their window first:
 * what lies beyond is seen as its end, and so mixed.
 */
public final class ImageMixer {

    private final ImageAugmenter augmenter;
    private final InputFormat format;
    private final MixupPlan plan;
    private final byte[] second;

    public ImageMixer(ImageAugmenter augmenter, InputFormat format, MixupPlan plan) {
        this.augmenter = augmenter;
        this.format = format;
        this.plan = plan;
        second = new byte[format.imageBytes()];
    }

    /**
     * Mixes into an image that was augmented.
     *
     * @param draw position in the epoch's order, from 0
     * @param image array with the image, from {@code offset}, in bytes, a whole number of images
     * @return what was mixed in
     */
    public MixupPlan.Partner apply(int epoch, long draw, TrainingSplit split, byte[] image, int offset) {
        MixupPlan.Partner partner = plan.of(epoch, draw);
        // Below 0: no draw of the epoch is augmented by the same numbers.
        augmenter.apply(epoch, -1 - draw, split.samples(partner.image()), split.offset(partner.image()), second, 0);
        int length = format.shape().length();
        int first = offset / (format.bits() / Byte.SIZE);
        for (int i = 0; i < length; i++) {
            double own = seen(image, first + i);
            format.put(image, first + i, (int) Math.round(own + partner.share() * (seen(second, i) - own)));
        }
        return partner;
    }

    private int seen(byte[] samples, int index) {
        return Math.max(format.low(), Math.min(format.high(), format.sample(samples, index)));
    }
}
