package org.equipoise.trainer.features;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.equipoise.common.imaging.InputFormat;

/**
 * Features of images by k-means: patches are whitened and clustered; an image says, in each of four quadrants, how near
 * its patches come to each centroid ("triangle" activation: the mean distance to all centroids minus the distance to
 * this one, not below 0), averaged over the quadrant. No labels are used. The same images, number and seed give the
 * same bits.
 *
 * @see <a href="https://proceedings.mlr.press/v15/coates11a.html">Coates, Ng and Lee, AISTATS 2011</a>
 */
public final class PatchDictionary {

    private static final int SAMPLE = 40_000;
    private static final int ROUNDS = 12;
    private static final int QUADRANTS = 4;

    private final Patches patches;
    private final Whitening whitening;
    private final Centroids centroids;

    private PatchDictionary(Patches patches, Whitening whitening, Centroids centroids) {
        this.patches = patches;
        this.whitening = whitening;
        this.centroids = centroids;
    }

    /**
     * Learns a dictionary.
     *
     * @param pixels {@code [images, height, width, channels]}, at least one image; not copied
     * @param size number of centroids, at least 2
     */
    public static PatchDictionary learn(InputFormat format, byte[] pixels, int size, long seed) {
        var patches = new Patches(format, pixels);
        if (patches.images() == 0 || size < 2) {
            throw new IllegalArgumentException(
                    "need an image and two centroids, got " + patches.images() + " and " + size);
        }
        var random = new SplittableRandom(seed);
        float[][] sample = new float[SAMPLE][patches.length()];
        int[] order = new int[SAMPLE];
        for (int i = 0; i < SAMPLE; i++) {
            order[i] = random.nextInt(patches.images());
        }
        Arrays.sort(order);
        float[] reduced = new float[0];
        for (int i = 0; i < SAMPLE; i++) {
            if (i == 0 || order[i] != order[i - 1]) {
                reduced = patches.reduced(order[i]);
            }
            patches.cut(reduced, random.nextInt(patches.across()), random.nextInt(patches.down()), sample[i]);
        }
        Whitening whitening = Whitening.of(sample);
        for (float[] patch : sample) {
            whitening.apply(patch.clone(), patch);
        }
        return new PatchDictionary(patches, whitening, Centroids.cluster(sample, size, ROUNDS, random));
    }

    /** Number of features of an image. */
    public int width() {
        return QUADRANTS * centroids.size();
    }

    /** Features of the first {@code images} images; four times the number of centroids each. */
    public FeatureTable features(int images) {
        return features(images, () -> {});
    }

    /**
     * The same.
     *
     * @param each carried out before each image; may throw, to stop
     */
    public FeatureTable features(int images, Runnable each) {
        int width = width();
        float[] values = new float[Math.multiplyExact(images, width)];
        float[] patch = new float[patches.length()];
        float[] whitened = new float[patch.length];
        float[] activation = new float[centroids.size()];
        for (int image = 0; image < images; image++) {
            each.run();
            float[] reduced = patches.reduced(image);
            for (int y = 0; y < patches.down(); y++) {
                for (int x = 0; x < patches.across(); x++) {
                    patches.cut(reduced, x, y, patch);
                    whitening.apply(patch, whitened);
                    centroids.activate(whitened, activation);
                    add(activation, values, image * width + quadrant(x, y) * activation.length);
                }
            }
        }
        return new FeatureTable(width, values);
    }

    private int quadrant(int x, int y) {
        return (y < patches.down() / 2 ? 0 : 2) + (x < patches.across() / 2 ? 0 : 1);
    }

    private void add(float[] activation, float[] values, int at) {
        float share = QUADRANTS / (float) (patches.across() * patches.down());
        for (int k = 0; k < activation.length; k++) {
            values[at + k] += activation[k] * share;
        }
    }
}
