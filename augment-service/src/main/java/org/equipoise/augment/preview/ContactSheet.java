package org.equipoise.augment.preview;

import java.util.Arrays;
import java.util.Optional;

import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.planning.EpochPlan;
import org.equipoise.augment.planning.MixupPlan;
import org.equipoise.augment.sharding.ImageAugmenter;
import org.equipoise.augment.sharding.ImageMixer;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.sampling.Mixup;
import org.jspecify.annotations.Nullable;

/**
 * Training images beside augmented copies of them: a row for each image, first as it is, then as consecutive epochs
 * would see it. Samples of 16 bits are shown through their window. Small images are enlarged by a whole factor, large
 * ones shown as the means of squares.
 *
 * @param images rows, at least 1; of classes in turn, as balanced sampling draws them
 * @param copies augmented copies in a row, at least 1
 * @param seed what the images and their copies follow from
 */
public record ContactSheet(int images, int copies, long seed) {

    /** Rows and copies that anybody may ask for. */
    public static final int MOST_IMAGES = 16;

    public static final int MOST_COPIES = 12;

    /** Pixels of a sheet, which passes through memory a few times, in three channels if need be. */
    static final long MOST_PIXELS = 4_000_000;

    /** Pixels between two images. */
    static final int GAP = 2;

    private static final byte BETWEEN = (byte) 128;

    /** Pixels that a side is enlarged towards. */
    private static final int SEEN_WELL = 112;

    /** Pixels that a side is shown with at most. */
    private static final int SHOWN = 256;

    public ContactSheet {
        if (images < 1 || images > MOST_IMAGES || copies < 1 || copies > MOST_COPIES) {
            throw new IllegalArgumentException("a sheet has 1 to " + MOST_IMAGES + " images and 1 to " + MOST_COPIES
                    + " copies of each, got " + images + " and " + copies);
        }
    }

    /**
     * The sheet of a policy, 8 bits a sample.
     *
     * @param policy as it is written in one line, see {@link WrittenPolicy}
     * @param window of samples of 16 bits; absent of 8
     * @throws IllegalArgumentException if the policy cannot be read, the window does not fit the samples, or the sheet
     *     would be too large
     */
    public Pixels of(TrainingSplit split, @Nullable ValueWindow window, String policy) {
        AugmentationPolicy read = WrittenPolicy.parse(policy);
        if ((split.bits() == Byte.SIZE) != (window == null)) {
            throw new IllegalArgumentException("the images have samples of " + split.bits() + " bits, which are seen "
                    + (window == null ? "through a window: give it" : "without a window"));
        }
        var format = new InputFormat(split.shape(), window);
        InputShape shape = format.shape();
        EpochPlan plan = EpochPlan.of(seed, 0, split.labels(), EpochSampling.of(Sampling.BALANCED));
        int[] shown = plan.slice(0, images);
        int side = Math.max(shape.width(), shape.height());
        int square = (side + SHOWN - 1) / SHOWN;
        int factor = Math.max(1, SEEN_WELL / side);
        int cellWidth = shape.width() / square * factor + GAP;
        int cellHeight = shape.height() / square * factor + GAP;
        int width = (1 + copies) * cellWidth - GAP;
        int height = shown.length * cellHeight - GAP;
        if ((long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("a sheet of " + shown.length + " images and " + copies + " copies has "
                    + width + " x " + height + " pixels, more than " + MOST_PIXELS + "; ask for fewer");
        }
        byte[] sheet = new byte[width * height * shape.channels()];
        Arrays.fill(sheet, BETWEEN);
        var augmenter = new ImageAugmenter(read, format, seed);
        Optional<ImageMixer> mixer = Mixup.of(read)
                .map(mixup -> new ImageMixer(augmenter, format, new MixupPlan(plan, mixup, split.labels(), seed)));
        byte[] image = new byte[format.imageBytes()];
        for (int row = 0; row < shown.length; row++) {
            for (int column = 0; column <= copies; column++) {
                byte[] samples = split.samples(shown[row]);
                int offset = split.offset(shown[row]);
                if (column == 0) {
                    System.arraycopy(samples, offset, image, 0, image.length);
                } else {
                    augmenter.apply(column - 1, row, samples, offset, image, 0);
                    if (mixer.isPresent()) {
                        mixer.get().apply(column - 1, row, split, image, 0);
                    }
                }
                int corner = row * cellHeight * width + column * cellWidth;
                put(reduced(format.picture(image, 0), square), factor, sheet, width, corner);
            }
        }
        return new Pixels(width, height, shape.channels(), sheet);
    }

    /** Means of squares with this side; what is left over at the right and below is not shown. */
    private static Pixels reduced(Pixels picture, int square) {
        if (square == 1) {
            return picture;
        }
        int width = picture.width() / square;
        int height = picture.height() / square;
        int channels = picture.channels();
        byte[] means = new byte[width * height * channels];
        for (int i = 0; i < means.length; i++) {
            int left = i / channels % width * square;
            int top = i / channels / width * square;
            int sum = 0;
            for (int j = 0; j < square * square; j++) {
                sum += picture.sample(left + j % square, top + j / square, i % channels);
            }
            means[i] = (byte) Math.round(sum / (double) (square * square));
        }
        return new Pixels(width, height, channels, means);
    }

    /** @param corner pixel of the sheet where the picture begins */
    private static void put(Pixels picture, int factor, byte[] sheet, int sheetWidth, int corner) {
        int channels = picture.channels();
        for (int y = 0; y < picture.height() * factor; y++) {
            for (int x = 0; x < picture.width() * factor; x++) {
                for (int c = 0; c < channels; c++) {
                    sheet[(corner + y * sheetWidth + x) * channels + c] =
                            (byte) picture.sample(x / factor, y / factor, c);
                }
            }
        }
    }
}
