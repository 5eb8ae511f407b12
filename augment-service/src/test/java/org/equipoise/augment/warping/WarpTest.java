package org.equipoise.augment.warping;

import java.util.Arrays;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WarpTest {

    private static final byte[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void aQuarterTurnMovesTheTopRowToTheRight() {
        AffineMap turn = AffineMap.rotation(90).aboutCentre(3, 3).inverse();

        assertThat(warp(NINE, 3, 3, 1, turn)).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
    }

    @Test
    void aHorizontalFlipReversesRows() {
        AffineMap flip = AffineMap.flip(true, false).aboutCentre(3, 3).inverse();

        assertThat(warp(NINE, 3, 3, 1, flip)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    }

    @Test
    void aVerticalFlipReversesColumns() {
        AffineMap flip = AffineMap.flip(false, true).aboutCentre(3, 3).inverse();

        assertThat(warp(NINE, 3, 3, 1, flip)).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    }

    @Test
    void aShiftRepeatsTheEdgeThatItLeaves() {
        AffineMap shift = AffineMap.translation(1, 1).inverse();

        assertThat(warp(NINE, 3, 3, 1, shift)).containsExactly(1, 1, 2, 1, 1, 2, 4, 4, 5);
    }

    @Test
    void aShiftByHalfAPixelTakesTheMeanOfNeighbours() {
        byte[] row = {10, 20, 40, 80};

        assertThat(warp(row, 4, 1, 1, AffineMap.translation(-0.5, 0).inverse())).containsExactly(15, 30, 60, 80);
    }

    @Test
    void doublingTheSizeAboutTheCentreKeepsTheMiddle() {
        byte[] row = {0, 100, 100, 0};

        // Sources 0.75, 1.25, 1.75, 2.25.
        assertThat(warp(row, 4, 1, 1, AffineMap.zoom(2).aboutCentre(4, 1).inverse()))
                .containsExactly(75, 100, 100, 75);
    }

    @Test
    void colourChannelsStayApart() {
        byte[] redGreenBlue = new byte[5 * 5 * 3];
        for (int i = 0; i < 25; i++) {
            redGreenBlue[3 * i] = (byte) 200;
            redGreenBlue[3 * i + 1] = 100;
            redGreenBlue[3 * i + 2] = 50;
        }

        AffineMap turn = AffineMap.rotation(33).aboutCentre(5, 5).inverse();

        assertThat(warp(redGreenBlue, 5, 5, 3, turn)).isEqualTo(redGreenBlue);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theIdentityComputedPixelByPixelChangesNothing(long seed) {
        byte[] image = random(seed, 17 * 13 * 3);
        // Not equal to IDENTITY, which is copied, but the same map.
        var identity = new AffineMap(1, -0.0, 0, 0, 1, 0);

        assertThat(warp(image, 17, 13, 3, identity)).as("seed %d", seed).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void flippingTwiceChangesNothing(long seed) {
        byte[] image = random(seed, 16 * 9);
        AffineMap flip = AffineMap.flip(true, true).aboutCentre(16, 9).inverse();

        assertThat(warp(warp(image, 16, 9, 1, flip), 16, 9, 1, flip))
                .as("seed %d", seed)
                .isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fourQuarterTurnsChangeNothing(long seed) {
        byte[] image = random(seed, 12 * 12);
        AffineMap turn = AffineMap.rotation(90).aboutCentre(12, 12).inverse();
        byte[] turned = image;

        for (int i = 0; i < 4; i++) {
            turned = warp(turned, 12, 12, 1, turn);
        }

        assertThat(turned).as("seed %d", seed).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aConstantImageStaysConstant(long seed) {
        byte[] image = new byte[20 * 20];
        Arrays.fill(image, (byte) 173);

        assertThat(warp(image, 20, 20, 1, wild(seed, 20, 20)))
                .as("seed %d", seed)
                .isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneMapOfFlipAndTurnDoesWhatBothDoInARow(long seed) {
        byte[] image = random(seed, 11 * 11);
        AffineMap flip = AffineMap.flip(true, false);
        AffineMap turn = AffineMap.rotation(90);

        byte[] inARow = warp(
                warp(image, 11, 11, 1, flip.aboutCentre(11, 11).inverse()),
                11,
                11,
                1,
                turn.aboutCentre(11, 11).inverse());

        assertThat(warp(image, 11, 11, 1, flip.then(turn).aboutCentre(11, 11).inverse()))
                .as("seed %d", seed)
                .isEqualTo(inARow);
    }

    /**
     * Sizes with and without an interior, square and not, rows one at a time and several; maps that leave the image on
     * every side. A shard's bytes may not depend on how they are computed.
     */
    @ParameterizedTest
    @CsvSource({
        "28,28,1",
        "64,64,3",
        "31,17,1",
        "17,31,3",
        "1,9,1",
        "9,1,3",
        "1,1,3",
        "2,2,1",
        "2,2,3",
        "3,3,3",
        "2,5,3",
        "5,2,1",
        "128,96,1",
        "3,700,3",
        "700,3,1",
        "2100,2,3",
        "2,2100,1"
    })
    void isTheDefinitionInFixedPointAndWithinOneGreyLevelOfTheExactOne(int width, int height, int channels) {
        for (long seed = 1; seed <= 40; seed++) {
            byte[] image = random(seed, width * height * channels);
            AffineMap map = wild(seed, width, height);

            byte[] fast = warp(image, width, height, channels, map);

            assertThat(fast)
                    .as("seed %d, %s", seed, map)
                    .isEqualTo(NaiveWarp.exact(image, width, height, channels, map));
            assertThat(largestDifference(fast, NaiveWarp.apply(image, width, height, channels, map)))
                    .as("seed %d, %s", seed, map)
                    .isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e5,-1e5", "-3e6,1", "1,4e6", "-1e8,-1e8"})
    void fromFarAwayOnlyTheNearestCornerOrEdgeIsSeen(double right, double down) {
        byte[] image = random(1, 9 * 7 * 3);
        AffineMap map = AffineMap.rotation(30).then(AffineMap.translation(right, down));

        assertThat(warp(image, 9, 7, 3, map)).isEqualTo(NaiveWarp.exact(image, 9, 7, 3, map));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void onlyTheAskedPartOfAnArrayIsReadAndWritten(long seed) {
        byte[] images = random(seed, 3 * 64);
        byte[] middle = Arrays.copyOfRange(images, 64, 128);
        AffineMap map = wild(seed, 8, 8);
        byte[] target = random(seed + 100, 3 * 64);
        byte[] expected = target.clone();
        System.arraycopy(warp(middle, 8, 8, 1, map), 0, expected, 64, 64);

        new Warp(8, 8, 1, 8).apply(images, 64, map, target, 64);

        assertThat(target).as("seed %d", seed).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"8,8", "9,1", "1,1", "3,7", "64,48"})
    void sixteenBitsAgreeWithTheDefinitionWithinOneLevel(int width, int height) {
        for (long seed = 1; seed <= 40; seed++) {
            byte[] image = random(seed, 2 * width * height);
            AffineMap map = wild(seed, width, height);
            byte[] to = new byte[image.length];

            new Warp(width, height, 1, 16).apply(image, 0, map, to, 0);

            int[] expected = NaiveWarp.deep(image, width, height, map);
            for (int i = 0; i < expected.length; i++) {
                assertThat((to[2 * i] & 0xff) | (to[2 * i + 1] & 0xff) << 8)
                        .as("seed %d, sample %d, %s", seed, i, map)
                        .isBetween(expected[i] - 1, expected[i] + 1);
            }
        }
    }

    @Test
    void colourHasEightBits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Warp(5, 5, 3, 16))
                .withMessageContaining("got 16 with 3");
    }

    @Test
    void refusesImagesWithoutPixels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Warp(0, 5, 1, 8))
                .withMessageContaining("got 0 x 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Warp(5, 5, 2, 8))
                .withMessageContaining("got 2");
    }

    private static AffineMap wild(long seed, int width, int height) {
        var policy = new AugmentationPolicy(true, true, 180, 0.5, 0.5);
        return WarpDraw.sourceMap(policy, seed, 0, 0, width, height);
    }

    private static byte[] warp(byte[] image, int width, int height, int channels, AffineMap map) {
        byte[] to = new byte[image.length];
        new Warp(width, height, channels, 8).apply(image, 0, map, to, 0);
        return to;
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplitMix64(seed).nextBytes(bytes);
        return bytes;
    }

    private static int largestDifference(byte[] a, byte[] b) {
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
        }
        return largest;
    }
}
