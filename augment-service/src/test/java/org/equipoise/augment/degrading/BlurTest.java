package org.equipoise.augment.degrading;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlurTest {

    private static final InputFormat GREY = InputFormat.bytes(new InputShape(9, 9, 1));

    /** By hand: weights of a Gaussian of 1 pixel at 0, 1, 2 are .399050, .242036, .054006 of the sum of seven. */
    @Test
    void aPointIsSpreadByTheGaussianInBothDirections() {
        byte[] image = new byte[81];
        image[4 * 9 + 4] = (byte) 255;

        new Blur(1).apply(image, 0, GREY);

        assertThat(image[4 * 9 + 4] & 0xff).isEqualTo(41);
        assertThat(image[4 * 9 + 5] & 0xff).isEqualTo(25);
        assertThat(image[5 * 9 + 5] & 0xff).isEqualTo(15);
        assertThat(image[4 * 9 + 6] & 0xff).isEqualTo(5);
        assertThat(image[2 * 9 + 4]).isEqualTo(image[4 * 9 + 6]);
        assertThat(image[0]).isZero();
    }

    @Test
    void whatIsTheSameEverywhereStays() {
        byte[] image = new byte[81 + 5];
        Arrays.fill(image, (byte) 200);
        image[0] = 9;

        new Blur(2.5).apply(image, 5, GREY);

        assertThat(image[0]).isEqualTo((byte) 9);
        assertThat(Arrays.copyOfRange(image, 5, 86)).containsOnly((byte) 200);
    }

    @Test
    void channelsAreBlurredApart() {
        InputFormat rgb = InputFormat.bytes(new InputShape(8, 8, 3));
        byte[] image = new byte[192];
        for (int i = 0; i < 64; i++) {
            image[3 * i] = (byte) 250;
            image[3 * i + 2] = (byte) (i % 8 < 4 ? 0 : 100);
        }

        new Blur(1).apply(image, 0, rgb);

        for (int i = 0; i < 64; i++) {
            assertThat(image[3 * i]).isEqualTo((byte) 250);
            assertThat(image[3 * i + 1]).isZero();
        }
        assertThat(image[3 * 3 + 2] & 0xff).isEqualTo(30);
    }

    /** Row by row as pixel by pixel, to the last bit, beyond the edges too: the reach is larger than the image. */
    @Test
    void everyPixelIsItsOwnWeightedSum() {
        for (InputShape shape : List.of(new InputShape(9, 8, 1), new InputShape(31, 24, 3))) {
            InputFormat format = InputFormat.bytes(shape);
            byte[] image = new byte[shape.length()];
            new Random(1).nextBytes(image);
            for (double deviation : new double[] {0.4, 1.3, 4.5}) {
                byte[] blurred = image.clone();

                new Blur(deviation).apply(blurred, 0, format);

                assertThat(blurred).isEqualTo(naive(deviation, image, shape));
            }
        }
    }

    private static byte[] naive(double deviation, byte[] image, InputShape shape) {
        int radius = (int) Math.ceil(3 * deviation);
        double[] weights = IntStream.rangeClosed(-radius, radius)
                .mapToDouble(k -> StrictMath.exp(-(k / deviation) * (k / deviation) / 2))
                .toArray();
        double sum = Arrays.stream(weights).reduce(0, Double::sum);
        byte[] blurred = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            int x = i / shape.channels() % shape.width();
            int y = i / shape.channels() / shape.width();
            double all = 0;
            for (int down = 0; down < weights.length; down++) {
                int row = Math.max(0, Math.min(shape.height() - 1, y + down - radius));
                double line = 0;
                for (int right = 0; right < weights.length; right++) {
                    int column = Math.max(0, Math.min(shape.width() - 1, x + right - radius));
                    int at = (row * shape.width() + column) * shape.channels() + i % shape.channels();
                    line += weights[right] / sum * (image[at] & 0xff);
                }
                all += weights[down] / sum * line;
            }
            blurred[i] = (byte) Math.round(all);
        }
        return blurred;
    }

    @Test
    void sixteenBitsAreBlurredToo() {
        var deep = new InputFormat(new InputShape(8, 8, 1), new ValueWindow(100, 5000, "by hand"));
        byte[] image = new byte[128];
        for (int i = 0; i < 64; i++) {
            deep.put(image, i, 40_000);
        }
        deep.put(image, 27, 60_000);

        new Blur(1).apply(image, 0, deep);

        // 40,000 + 20,000 * .399050^2
        assertThat(deep.sample(image, 27)).isEqualTo(43_185);
        assertThat(deep.sample(image, 63)).isBetween(40_000, 40_010);
    }

    @Test
    void noPolicyBlursNothingAndADrawIsRepeatable() {
        byte[] image = new byte[81];
        new SplitMix64(3).nextBytes(image);
        byte[] still = image.clone();
        Blur.draw(AugmentationPolicy.NONE, GREY, 1, 2, 3).apply(still, 0, GREY);

        assertThat(still).isEqualTo(image);
        assertThat(blurred(image, 1)).isEqualTo(blurred(image, 1)).isNotEqualTo(blurred(image, 2));
        assertThat(LongStream.range(0, 20).mapToObj(draw -> blurred(image, draw)))
                .anySatisfy(blurred -> assertThat(spread(blurred)).isLessThan(spread(image) / 2));
    }

    /** With a standard deviation of up to 3.2 pixels. */
    private static byte[] blurred(byte[] image, long draw) {
        byte[] blurred = image.clone();
        AugmentationPolicy policy = AugmentationPolicy.NONE.with(Transform.BLUR, 0.05);
        Blur.draw(policy, InputFormat.bytes(new InputShape(64, 64, 1)), 1, 2, draw)
                .apply(blurred, 0, GREY);
        return blurred;
    }

    private static int spread(byte[] image) {
        IntSummaryStatistics levels =
                IntStream.range(0, image.length).map(i -> image[i] & 0xff).summaryStatistics();
        return levels.getMax() - levels.getMin();
    }
}
