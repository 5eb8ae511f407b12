package org.equipoise.augment.warping;

import java.util.Arrays;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class BendTest {

    private static final AugmentationPolicy STRONGEST =
            AugmentationPolicy.NONE.with(Transform.ELASTIC, Transform.ELASTIC.most());

    @Test
    void noPolicyBendsNothing() {
        assertThat(Bend.draw(AugmentationPolicy.NONE, 1, 2, 3)).isEmpty();
    }

    /** The weights of the B-spline sum to 1 everywhere. */
    @Test
    void equalCoefficientsMoveEveryPointAlike() {
        double[] right = new double[49];
        Arrays.fill(right, 0.05);
        var bend = new Bend(right, new double[49]);

        for (double v : new double[] {0, 0.1, 0.25, 0.6, 1}) {
            for (double u : new double[] {0, 0.3, 0.5, 0.99, 1}) {
                assertThat(bend.row(v).right(u)).isCloseTo(0.05, within(1e-12));
                assertThat(bend.row(v).down(u)).isZero();
            }
        }
    }

    /** By hand: on a knot one coefficient weighs 4/6, its neighbours 1/6: 4/6 * 4/6 of the one that is not 0. */
    @Test
    void aSingleCoefficientWeighsFourSixthsTwiceAtItsKnot() {
        double[] down = new double[49];
        down[2 * 7 + 3] = 0.06;

        var bend = new Bend(new double[49], down);

        // Coefficient 3 of a row has its knot at 2 cells of 4, row 2 at 1.
        assertThat(bend.row(0.25).down(0.5)).isCloseTo(0.06 * 16 / 36, within(1e-12));
        assertThat(bend.row(0.25).down(0.25)).isCloseTo(0.06 * 4 / 36, within(1e-12));
        assertThat(bend.row(0.75).down(0.5)).isCloseTo(0, within(1e-12));
    }

    /**
     * The place that a point is taken from stays on its side of its neighbours', however the strongest bend is drawn.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingFoldsOver(long seed) {
        Bend bend = Bend.draw(STRONGEST, seed, 0, 0).orElseThrow();
        int steps = 200;
        double step = 1.0 / steps;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                double u = j * step;
                double v = i * step;
                double rightBy = bend.row(v).right(u + step) - bend.row(v).right(u);
                double downBy = bend.row(v + step).down(u) - bend.row(v).down(u);
                double rightAcross = bend.row(v + step).right(u) - bend.row(v).right(u);
                double downAcross = bend.row(v).down(u + step) - bend.row(v).down(u);
                double area = (step + rightBy) * (step + downBy) - rightAcross * downAcross;
                assertThat(area).as("seed %d at %f, %f", seed, u, v).isPositive();
            }
        }
    }

    /** A fold is found where there is one: coefficients of three times the largest. */
    @Test
    void aLargerBendWouldFoldOver() {
        double[] right = new double[49];
        for (int i = 0; i < 49; i++) {
            right[i] = i % 7 % 2 == 0 ? 0.3 : -0.3;
        }
        var bend = new Bend(right, new double[49]);

        assertThat(java.util.stream.IntStream.range(0, 200)
                        .mapToDouble(j -> 0.005
                                + bend.row(0.5).right((j + 1) / 200.0)
                                - bend.row(0.5).right(j / 200.0))
                        .min()
                        .orElseThrow())
                .isNegative();
    }

    @Test
    void everyDrawStaysWithinThePolicyAndDiffersFromTheNext() {
        for (long draw = 0; draw < 100; draw++) {
            Bend.Row row = Bend.draw(STRONGEST, 5, 1, draw).orElseThrow().row(0.4);
            Bend.Row next = Bend.draw(STRONGEST, 5, 1, draw + 1).orElseThrow().row(0.4);
            assertThat(Math.abs(row.right(0.7))).isLessThanOrEqualTo(0.06);
            assertThat(row.right(0.7)).isNotEqualTo(next.right(0.7));
            assertThat(row.right(0.7))
                    .isEqualTo(Bend.draw(STRONGEST, 5, 1, draw)
                            .orElseThrow()
                            .row(0.4)
                            .right(0.7));
        }
    }

    /** A bend that moves every point a whole pixel to the right is a shift: the source lies one pixel further right. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24})
    void aBendOfOnePixelShiftsAnImage(int bitsOfAPixel) {
        int channels = bitsOfAPixel == 24 ? 3 : 1;
        int bits = bitsOfAPixel == 16 ? 16 : 8;
        var warp = new Warp(20, 20, channels, bits);
        byte[] from = new byte[warp.length()];
        new SplitMix64(7).nextBytes(from);
        double[] right = new double[49];
        Arrays.fill(right, 0.05);
        byte[] bent = new byte[from.length];
        byte[] shifted = new byte[from.length];

        warp.apply(from, 0, AffineMap.IDENTITY, new Bend(right, new double[49]), bent, 0);

        warp.apply(from, 0, AffineMap.translation(1, 0), shifted, 0);
        assertThat(bent).isEqualTo(shifted);
    }

    @Test
    void anotherNumberOfCoefficientsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bend(new double[49], new double[48]))
                .withMessage("need 49 coefficients of each, got 49 and 48");
    }
}
