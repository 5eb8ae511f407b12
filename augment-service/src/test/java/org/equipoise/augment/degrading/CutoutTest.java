package org.equipoise.augment.degrading;

import java.util.stream.LongStream;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CutoutTest {

    private static final AugmentationPolicy TENTH = AugmentationPolicy.NONE.with(Transform.CUTOUT, 0.1);
    private static final InputShape SHAPE = new InputShape(40, 20, 1);

    @Test
    void aRectangleIsCoveredWithTheMean() {
        byte[] image = new byte[65];
        for (int i = 0; i < 64; i++) {
            image[1 + i] = (byte) (i < 32 ? 0 : 200);
        }

        new Cutout(1, 2, 3, 4).apply(image, 1, InputFormat.bytes(new InputShape(8, 8, 1)));

        for (int i = 0; i < 64; i++) {
            boolean inside = i % 8 >= 1 && i % 8 < 4 && i / 8 >= 2 && i / 8 < 6;
            assertThat(image[1 + i] & 0xff).as("pixel %d", i).isEqualTo(inside ? 100 : i < 32 ? 0 : 200);
        }
        assertThat(image[0]).isZero();
    }

    @Test
    void eachChannelHasItsOwnMean() {
        byte[] image = new byte[192];
        for (int i = 0; i < 64; i++) {
            image[3 * i] = (byte) (i % 2 == 0 ? 100 : 200);
            image[3 * i + 1] = 7;
        }

        new Cutout(0, 0, 8, 1).apply(image, 0, InputFormat.bytes(new InputShape(8, 8, 3)));

        assertThat(image[0] & 0xff).isEqualTo(150);
        assertThat(image[1]).isEqualTo((byte) 7);
        assertThat(image[2]).isZero();
        assertThat(image[3 * 8] & 0xff).isEqualTo(100);
    }

    /** Half of the samples lie above the window, whose upper end they are seen as. */
    @Test
    void ofSixteenBitsItIsTheMeanOfWhatIsSeen() {
        var deep = new InputFormat(new InputShape(8, 8, 1), new ValueWindow(1000, 3000, "by hand"));
        byte[] image = new byte[128];
        for (int i = 0; i < 64; i++) {
            deep.put(image, i, i % 2 == 0 ? 1000 : 65_000);
        }

        new Cutout(3, 3, 1, 1).apply(image, 0, deep);

        assertThat(deep.sample(image, 27)).isEqualTo(2000);
    }

    @Test
    void everyDrawIsInsideOfTheImageWithinTheAreaAndNotTooLong() {
        assertThat(LongStream.range(0, 2000).mapToObj(draw -> Cutout.draw(TENTH, SHAPE, 3, 0, draw)))
                .allSatisfy(cutout -> {
                    assertThat(cutout.left()).isNotNegative();
                    assertThat(cutout.top()).isNotNegative();
                    assertThat(cutout.left() + cutout.width()).isLessThanOrEqualTo(40);
                    assertThat(cutout.top() + cutout.height()).isLessThanOrEqualTo(20);
                    assertThat(cutout.width() * cutout.height()).isLessThanOrEqualTo(80);
                })
                .anySatisfy(
                        cutout -> assertThat(cutout.width() * cutout.height()).isGreaterThan(60))
                .anySatisfy(cutout -> assertThat(cutout.left()).isZero())
                .anySatisfy(cutout -> assertThat(cutout.top() + cutout.height()).isEqualTo(20));
    }

    @Test
    void noPolicyCoversNothingAndADrawIsRepeatable() {
        assertThat(Cutout.draw(AugmentationPolicy.NONE, SHAPE, 1, 2, 3)).isEqualTo(Cutout.NONE);
        assertThat(Cutout.draw(TENTH, SHAPE, 1, 2, 3)).isEqualTo(Cutout.draw(TENTH, SHAPE, 1, 2, 3));
    }
}
