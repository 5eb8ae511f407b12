package org.equipoise.augment.warping;

import java.util.stream.LongStream;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WarpDrawTest {

    private static final AugmentationPolicy MILD = new AugmentationPolicy(true, false, 10, 0.1, 0.08);

    @Test
    void noPolicyMovesNothing() {
        assertThat(WarpDraw.sourceMap(AugmentationPolicy.NONE, 1, 2, 3, 64, 64)).isEqualTo(AffineMap.IDENTITY);
    }

    @Test
    void theSameDrawIsMovedAlike() {
        AffineMap once = WarpDraw.sourceMap(MILD, 1, 2, 3, 64, 64);

        assertThat(WarpDraw.sourceMap(MILD, 1, 2, 3, 64, 64)).isEqualTo(once);
        assertThat(WarpDraw.sourceMap(MILD, 1, 2, 4, 64, 64)).isNotEqualTo(once);
        assertThat(WarpDraw.sourceMap(MILD, 1, 3, 3, 64, 64)).isNotEqualTo(once);
        assertThat(WarpDraw.sourceMap(MILD, 2, 2, 3, 64, 64)).isNotEqualTo(once);
    }

    @Test
    void everyDrawStaysWithinThePolicy() {
        assertThat(LongStream.range(0, 2000).mapToObj(draw -> WarpDraw.sourceMap(MILD, 7, 0, draw, 50, 40)))
                .allSatisfy(source -> {
                    AffineMap forward = source.inverse();
                    double size = Math.sqrt(Math.abs(forward.xx() * forward.yy() - forward.xy() * forward.yx()));
                    assertThat(size).isBetween(0.9, 1.1);
                    assertThat(Math.abs(Math.toDegrees(Math.asin(forward.yx() / size))))
                            .isLessThanOrEqualTo(10);
                    assertThat(forward.yy()).as("no vertical flip").isPositive();
                    double centreX = forward.xx() * 24.5 + forward.xy() * 19.5 + forward.x0();
                    double centreY = forward.yx() * 24.5 + forward.yy() * 19.5 + forward.y0();
                    assertThat(centreX).isCloseTo(24.5, within(0.08 * 50 + 1e-9));
                    assertThat(centreY).isCloseTo(19.5, within(0.08 * 40 + 1e-9));
                });
    }

    @Test
    void halfOfTheDrawsAreFlippedWhereThatIsAllowed() {
        long flipped = LongStream.range(0, 2000)
                .filter(draw -> WarpDraw.sourceMap(MILD, 7, 0, draw, 50, 40).xx() < 0)
                .count();

        // Six standard deviations of a fair coin.
        assertThat(flipped).isCloseTo(1000L, within(135L));
    }

    @Test
    void aShearStaysWithinThePolicyAndLeavesTheRestAsItWas() {
        var still = new AugmentationPolicy(false, false, 0, 0, 0);
        AugmentationPolicy sheared = still.with(Transform.SHEAR, 0.2);

        assertThat(LongStream.range(0, 500).mapToObj(draw -> WarpDraw.sourceMap(sheared, 7, 0, draw, 50, 40)))
                .allSatisfy(source -> {
                    assertThat(Math.abs(source.xy())).isLessThanOrEqualTo(0.2);
                    assertThat(source.xx()).isCloseTo(1, within(1e-12));
                    assertThat(source.yx()).isCloseTo(0, within(1e-12));
                })
                .anySatisfy(source -> assertThat(source.xy()).isGreaterThan(0.19))
                .anySatisfy(source -> assertThat(source.xy()).isLessThan(-0.19));
        AffineMap plain = WarpDraw.sourceMap(MILD, 7, 0, 3, 50, 40).inverse();
        AffineMap with = WarpDraw.sourceMap(MILD.with(Transform.SHEAR, 0.2), 7, 0, 3, 50, 40)
                .inverse();
        assertThat(with.yy()).isCloseTo(plain.yy(), within(1e-12));
        assertThat(with.yx()).isCloseTo(plain.yx(), within(1e-12));
        assertThat(with.xy()).isNotCloseTo(plain.xy(), within(1e-3));
    }

    @Test
    void forbiddingFlipsLeavesTheRestOfTheDrawAsItWas() {
        var withoutFlip = new AugmentationPolicy(false, false, 10, 0.1, 0.08);

        assertThat(LongStream.range(0, 100)).allSatisfy(draw -> {
            AffineMap may = WarpDraw.sourceMap(MILD, 7, 0, draw, 50, 40);
            AffineMap mayNot = WarpDraw.sourceMap(withoutFlip, 7, 0, draw, 50, 40);
            assertThat(Math.abs(may.xx())).isCloseTo(Math.abs(mayNot.xx()), within(1e-12));
            assertThat(may.yy()).isCloseTo(mayNot.yy(), within(1e-12));
        });
    }
}
