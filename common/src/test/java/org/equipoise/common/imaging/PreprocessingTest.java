package org.equipoise.common.imaging;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PreprocessingTest {

    /** Pillow 13.0.0: {@code Image.resize((8, 8), Image.BILINEAR)} of {@link #noise}, 5 x 4. */
    private static final String ENLARGED = """
            137 137 139 156 150 120 69 32 120 125 132 148 143 115 81 56 86 100 117 133
            128 104 104 105 73 79 91 136 148 128 135 142 80 63 52 158 203 185 175 168
            75 56 40 134 189 204 198 193 57 57 57 64 106 183 205 216 48 57 65 29
            65 172 208 227
            """;

    /** Pillow 13.0.0: {@code Image.resize((8, 9), Image.BILINEAR)} of {@link #noise}, 20 x 12. */
    private static final String SHRUNK = """
            152 110 103 137 112 181 98 127 156 133 150 162 133 159 141 121 130 128 177 132
            101 70 115 129 111 144 129 114 104 125 131 151 151 117 101 106 90 126 117 102
            91 155 122 97 135 103 131 96 85 121 90 134 100 107 116 94 123 169 163 156
            112 120 127 119 127 119 95 114 122 69 75 140
            """;

    /** Pillow 13.0.0: the same of {@link #deepNoise} in mode F, rounded. */
    private static final String DEEP_ENLARGED = """
            35086 35127 35622 40053 38496 30951 17882 8304 30765 31901 33786 38046
            36641 29571 20810 14546 22124 25449 30115 34032 32931 26813 26668 27031
            18788 20247 23284 34888 38060 32802 34696 36578 20756 16296 13293 40612
            52028 47540 44895 43188 19428 14448 10450 34493 48422 52239 50827 49432
            14800 14703 14755 16529 27244 46901 52490 55308 12487 14831 16908 7547
            16654 44231 53322 58247
            """;

    private static final String DEEP_SHRUNK = """
            39116 28179 26367 35194 28762 46519 25013 32635 40023 34126 38528 41491
            34094 40639 36142 30954 33434 33012 45533 33766 25991 18010 29479 33230
            28504 37065 33259 29343 26815 32160 33515 38734 38848 30143 25985 27140
            23017 32326 30135 26135 23383 39832 31412 24987 34724 26371 33582 24652
            21786 31032 23161 34515 25767 27413 29853 24043 31636 43328 41784 39960
            28648 30883 32521 30341 32654 30527 24376 29359 31500 17810 19195 36025
            """;

    @Test
    void anImageOfTheRightShapeComesBackUnchanged() {
        Pixels pixels = noise(9, 8);

        assertThat(Preprocessing.fit(pixels, new InputShape(9, 8, 1))).isSameAs(pixels);
    }

    @Test
    void greyBecomesRgbByRepetition() {
        Pixels fitted = Preprocessing.fit(noise(8, 8), new InputShape(8, 8, 3));

        assertThat(fitted.samples()).hasSize(192);
        assertThat(fitted.sample(3, 5, 0)).isEqualTo(noise(8, 8).sample(3, 5, 0));
        assertThat(fitted.sample(3, 5, 1)).isEqualTo(fitted.sample(3, 5, 0));
        assertThat(fitted.sample(3, 5, 2)).isEqualTo(fitted.sample(3, 5, 0));
    }

    /** By hand, from .299 R + .587 G + .114 B; Pillow's {@code convert("L")} gives the same. */
    @ParameterizedTest
    @CsvSource({"255,0,0,76", "0,255,0,150", "0,0,255,29", "10,200,30,124", "255,255,255,255", "1,2,3,2"})
    void rgbBecomesGreyByLuma(int red, int green, int blue, int grey) {
        byte[] samples = new byte[8 * 8 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = (byte) red;
            samples[i + 1] = (byte) green;
            samples[i + 2] = (byte) blue;
        }

        Pixels fitted = Preprocessing.fit(new Pixels(8, 8, 3, samples), new InputShape(8, 8, 1));

        assertThat(fitted.sample(4, 4, 0)).isEqualTo(grey);
    }

    /** 16 columns to 8: a triangle over four columns with the weights 1, 3, 3, 1, cut off and rescaled at the edge. */
    @Test
    void halvingAverages() {
        byte[] ramp = new byte[16 * 8];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i % 16 * 10);
        }

        Pixels fitted = Preprocessing.fit(new Pixels(16, 8, 1, ramp), new InputShape(8, 8, 1));

        // Edge: (3*0 + 3*10 + 1*20) / 7 = 7.1; inside: the mean of the two middle columns.
        assertThat(Arrays.copyOf(fitted.samples(), 8)).containsExactly(7, 25, 45, 65, 85, 105, 125, 143);
    }

    @Test
    void aConstantImageStaysConstant() {
        byte[] samples = new byte[37 * 23];
        Arrays.fill(samples, (byte) 201);

        assertThat(Preprocessing.fit(new Pixels(37, 23, 1, samples), new InputShape(28, 28, 1))
                        .samples())
                .containsOnly(201);
    }

    /** To one grey level: Pillow rounds to bytes between its two passes. */
    @Test
    void sizesAreChangedAsPillowDoes() {
        assertCloseToPillow(Preprocessing.fit(noise(5, 4), new InputShape(8, 8, 1)), ENLARGED);
        assertCloseToPillow(Preprocessing.fit(noise(20, 12), new InputShape(8, 9, 1)), SHRUNK);
    }

    /** As {@link #halvingAverages}, with values that a byte cannot hold and steps that 8 bits of 16 would lose. */
    @Test
    void sixteenBitsKeepTheirRange() {
        short[] ramp = new short[16 * 8];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (short) (i % 16 == 15 ? 65535 : 40_000 + i % 16 * 10);
        }

        Pixels fitted = Preprocessing.fit(Pixels.ofShorts(16, 8, ramp), new InputShape(8, 8, 1));

        assertThat(fitted.bits()).isEqualTo(16);
        assertThat(IntStream.range(0, 7).map(fitted::sample))
                .containsExactly(40_007, 40_025, 40_045, 40_065, 40_085, 40_105, 40_125);
        // (40130 + 3 * 40140 + 3 * 65535) / 7 = 51022.1.
        assertThat(fitted.sample(7)).isEqualTo(51_022);
    }

    @Test
    void aConstantImageOfSixteenBitsStaysConstant() {
        short[] samples = new short[37 * 23];
        Arrays.fill(samples, (short) 65_535);

        Pixels fitted = Preprocessing.fit(Pixels.ofShorts(37, 23, samples), new InputShape(28, 28, 1));

        assertThat(IntStream.range(0, fitted.length()).map(fitted::sample)).containsOnly(65_535);
    }

    @Test
    void sixteenBitsDoNotBecomeColours() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preprocessing.fit(Pixels.ofShorts(8, 8, new short[64]), new InputShape(8, 8, 3)))
                .withMessage("grey images of 16 bits cannot be fitted to 3 channels");
    }

    @Test
    void sizesOfSixteenBitsAreChangedAsPillowDoes() {
        assertCloseToPillow(Preprocessing.fit(deepNoise(5, 4), new InputShape(8, 8, 1)), DEEP_ENLARGED);
        assertCloseToPillow(Preprocessing.fit(deepNoise(20, 12), new InputShape(8, 9, 1)), DEEP_SHRUNK);
    }

    private static void assertCloseToPillow(Pixels fitted, String reference) {
        int[] expected = Arrays.stream(reference.strip().split("\\s+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(fitted.length()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(fitted.sample(i % fitted.width(), i / fitted.width(), 0) - expected[i]))
                    .as("sample %d of %s, expected %d", i, fitted, expected[i])
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Bits 8 to 23 of the same numbers as {@link #noise}. */
    private static Pixels deepNoise(int width, int height) {
        short[] samples = new short[width * height];
        long state = 42;
        for (int i = 0; i < samples.length; i++) {
            state = (state * 1103515245L + 12345) & 0x7fffffffL;
            samples[i] = (short) (state >> 8);
        }
        return Pixels.ofShorts(width, height, samples);
    }

    /** Bits 16 to 23 of {@code s -> (s * 1103515245 + 12345) mod 2^31} from 42. */
    private static Pixels noise(int width, int height) {
        byte[] samples = new byte[width * height];
        long state = 42;
        for (int i = 0; i < samples.length; i++) {
            state = (state * 1103515245L + 12345) & 0x7fffffffL;
            samples[i] = (byte) (state >> 16);
        }
        return new Pixels(width, height, 1, samples);
    }
}
