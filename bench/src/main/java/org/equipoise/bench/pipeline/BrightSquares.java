package org.equipoise.bench.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.local.sets.SetImage;

/** Images of two classes that any network can tell apart, 64x64 grey: this benchmark is about speed, not learning. */
final class BrightSquares {

    static final List<String> CLASSES = List.of("dark", "bright");
    private static final int SIDE = 64;

    private BrightSquares() {}

    /** Alternating classes; drawn and encoded beforehand, so that drawing is not measured. */
    static List<SetImage> draw(String name, int count, long seed, boolean labelled) {
        var random = new Random(seed);
        List<SetImage> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] png = PngCodec.encode(square(i % 2, random));
            images.add(
                    new SetImage(name + "/" + i + ".png", labelled ? CLASSES.get(i % 2) : null, null, null, () -> png));
        }
        return images;
    }

    private static Pixels square(int classIndex, Random random) {
        byte[] samples = new byte[SIDE * SIDE];
        random.nextBytes(samples);
        for (int i = 0; i < samples.length; i++) {
            int noise = (samples[i] & 0xff) / 4;
            boolean inside = Math.abs(i % SIDE - 32) < 16 && Math.abs(i / SIDE - 32) < 16;
            samples[i] = (byte) (noise + (inside ? classIndex == 1 ? 150 : 40 : 80));
        }
        return new Pixels(SIDE, SIDE, 1, samples);
    }
}
