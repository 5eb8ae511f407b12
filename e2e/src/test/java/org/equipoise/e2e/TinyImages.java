package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;

/** Small noisy pictures of two kinds that a network can tell apart in seconds; no two are the same. */
final class TinyImages {

    static final List<String> CLASSES = List.of("plain", "spot");
    private static final int SIDE = 24;

    private TinyImages() {}

    /** A PNG: grey noise, with a bright disc in the middle when it is of class {@code spot}. */
    static byte[] png(String label, long seed) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 2 + CLASSES.indexOf(label));
        byte[] samples = new byte[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double distance = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0);
                double light = label.equals("spot") && distance < 6 ? 150 : 60;
                samples[y * SIDE + x] =
                        (byte) Math.max(0, Math.min(255, Math.round(light + 20 * random.nextGaussian())));
            }
        }
        return PngCodec.encode(new Pixels(SIDE, SIDE, 1, samples));
    }

    /** {@code n} images, three plain ones to a spot; their seeds begin at {@code seed}. */
    static List<SetImage> mixed(int n, long seed, @Nullable Split split) {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            images.add(image(i % 4 == 3 ? "spot" : "plain", seed + i, split));
        }
        return images;
    }

    /** One image in memory. */
    static SetImage image(String label, long seed, @Nullable Split split) {
        byte[] png = png(label, seed);
        String folder = split == null ? "" : split.wireName() + "/";
        return new SetImage(folder + label + "/" + seed + ".png", label, split, null, () -> png);
    }

    /** Writes images to a folder, by their paths. */
    static void write(Path folder, List<SetImage> images) throws IOException {
        for (SetImage image : images) {
            Path file = folder.resolve(image.path());
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, image.read());
        }
    }
}
