package org.equipoise.augment.warping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class AffineMapTest {

    @Test
    void thenAppliesTheSecondMapToTheFirstsResult() {
        AffineMap map = AffineMap.translation(1, 0).then(AffineMap.zoom(3));

        // (2, 5) -> (3, 5) -> (9, 15).
        assertPoint(map, 2, 5, 9, 15);
    }

    @Test
    void aRotationIsClockwiseOnAScreen() {
        assertPoint(AffineMap.rotation(90), 1, 0, 0, 1);
        assertPoint(AffineMap.rotation(30), 2, 0, Math.sqrt(3), 1);
    }

    @Test
    void theCentreStaysWhereItIs() {
        AffineMap map = AffineMap.rotation(37).then(AffineMap.zoom(1.4)).aboutCentre(10, 7);

        assertPoint(map, 4.5, 3, 4.5, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theInverseUndoes(long seed) {
        AffineMap map = AffineMap.flip(seed % 2 == 0, true)
                .then(AffineMap.rotation(seed * 17))
                .then(AffineMap.zoom(0.5 + seed * 0.3))
                .then(AffineMap.translation(seed, -3));

        assertPoint(map.then(map.inverse()), 12, -7, 12, -7);
    }

    @Test
    void aFlatMapHasNoInverse() {
        assertThatIllegalStateException().isThrownBy(() -> AffineMap.zoom(0).inverse());
    }

    @Test
    void whatMovesNothingIsKnownWhateverTheSignOfItsZeros() {
        assertThat(AffineMap.rotation(0).aboutCentre(9, 4).isIdentity()).isTrue();
        assertThat(new AffineMap(1, -0.0, 0, 0, 1, -0.0).isIdentity()).isTrue();
        assertThat(AffineMap.translation(0, 1e-9).isIdentity()).isFalse();
        assertThat(AffineMap.flip(true, false).isIdentity()).isFalse();
    }

    private static void assertPoint(AffineMap map, double x, double y, double expectedX, double expectedY) {
        assertThat(map.xx() * x + map.xy() * y + map.x0()).isCloseTo(expectedX, within(1e-9));
        assertThat(map.yx() * x + map.yy() * y + map.y0()).isCloseTo(expectedY, within(1e-9));
    }
}
