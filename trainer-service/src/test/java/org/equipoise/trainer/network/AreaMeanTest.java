package org.equipoise.trainer.network;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class AreaMeanTest {

    /** Three pixels to two: each cell has one and a half. */
    @Test
    void whatLiesInACellByHalfCountsHalf() {
        var axis =
                AreaMean.of(new InputShape(12, 12, 1), new InputShape(8, 8, 1)).rows();

        assertThat(axis).isEqualTo(new AreaMean.Axis(4, 3, 2));
        assertThat(new int[] {axis.overlap(0, 0), axis.overlap(0, 1), axis.overlap(0, 2)})
                .containsExactly(2, 1, 0);
        assertThat(new int[] {axis.overlap(1, 0), axis.overlap(1, 1), axis.overlap(1, 2)})
                .containsExactly(0, 1, 2);
    }

    /** Of four samples 0, 0, 1 and 1 the mean is a half, and goes up. */
    @Test
    void aHalfIsRoundedUp() {
        var from = InputFormat.bytes(new InputShape(16, 16, 1));
        var to = InputFormat.bytes(new InputShape(8, 8, 1));
        byte[] columns = new byte[256];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (i % 2);
        }

        byte[] reduced = AreaMean.of(from.shape(), to.shape()).applied(columns, from, to);

        assertThat(reduced).hasSize(64).containsOnly(1);
    }

    /** Beside a mean over the area in fractions of pixels, whatever divides what. */
    @ParameterizedTest
    @CsvSource({"224, 64, 1, 8", "97, 64, 3, 8", "100, 75, 1, 16", "64, 64, 3, 8", "90, 9, 1, 16"})
    void itIsTheMeanOverTheArea(int from, int to, int channels, int bits) {
        ValueWindow window = bits == 8 ? null : new ValueWindow(0, 4095, "stored");
        var large = new InputFormat(new InputShape(from, from + 8, channels), window);
        var small = new InputFormat(new InputShape(to, to, channels), window);
        byte[] images = new byte[2 * large.imageBytes()];
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(from);
        random.nextBytes(images);

        byte[] reduced = AreaMean.of(large.shape(), small.shape()).applied(images, large, small);

        for (int i = 0; i < 2 * small.shape().length(); i += 7) {
            int channel = i % channels;
            int x = i / channels % to;
            int y = i / (channels * to) % to;
            int image = i / small.shape().length();
            assertThat((double) small.sample(reduced, i))
                    .as("%d, %d", x, y)
                    .isEqualTo(mean(images, large, small, image, x, y, channel), within(0.5 + 1e-6));
        }
    }

    private static double mean(byte[] images, InputFormat large, InputFormat small, int image, int x, int y, int c) {
        InputShape from = large.shape();
        double wide = from.width() / (double) small.shape().width();
        double high = from.height() / (double) small.shape().height();
        double sum = 0;
        for (int row = 0; row < from.height(); row++) {
            double down = Math.max(0, Math.min(row + 1, (y + 1) * high) - Math.max(row, y * high));
            for (int column = 0; column < from.width(); column++) {
                double along = Math.max(0, Math.min(column + 1, (x + 1) * wide) - Math.max(column, x * wide));
                int at = ((image * from.height() + row) * from.width() + column) * from.channels() + c;
                sum += down * along * large.sample(images, at);
            }
        }
        return sum / (wide * high);
    }

    @Test
    void nothingIsMadeLarger() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AreaMean.of(new InputShape(32, 32, 1), new InputShape(33, 32, 1)))
                .withMessage("32 pixels cannot be reduced to 33");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AreaMean.of(new InputShape(32, 32, 1), new InputShape(16, 16, 3)))
                .withMessageContaining("1 channels");
    }
}
