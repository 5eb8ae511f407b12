package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.trainer.training.LabelledImages;

/** Images between a network of our own, which takes samples of 8 bits, and a search, which changes numbers. */
final class InBytes {

    private InBytes() {}

    /** One by one. */
    static List<LabelledPixels> pixels(LabelledImages images) {
        InputShape shape = images.shape();
        List<LabelledPixels> pixels = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            byte[] samples = Arrays.copyOfRange(images.pixels(), i * shape.length(), (i + 1) * shape.length());
            pixels.add(new LabelledPixels(
                    new Pixels(shape.width(), shape.height(), shape.channels(), samples), images.label(i)));
        }
        return pixels;
    }

    /** Rounded, and brought back into 0..255; nobody asks for their classes. */
    static LabelledImages of(float[] samples, int images, InputShape shape) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(samples[i])));
        }
        return new LabelledImages(shape, bytes, new int[images]);
    }
}
