package org.equipoise.trainer.training;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.Symmetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SplitPredictorTest {

    /** 2^20 pixels at a time: 20 images of 224 x 224, of which 8 views are 8 images. */
    @ParameterizedTest
    @CsvSource({
        "28, 1, 256",
        "28, 8, 167",
        "64, 1, 256",
        "64, 8, 32",
        "224, 1, 20",
        "224, 8, 2",
        "224, 128, 1",
        "1024, 8, 1"
    })
    void asManyImagesAreAnsweredAtOnceAsTheirViewsHavePixels(int side, int copies, int images) {
        assertThat(SplitPredictor.batch(new InputShape(side, side, 3), copies)).isEqualTo(images);
    }

    @Test
    void aTallImageHasHalfTheViewsOfASquareOne() {
        assertThat(Symmetry.SQUARE.views(new InputShape(32, 32, 1))).isEqualTo(8);
        assertThat(Symmetry.SQUARE.views(new InputShape(32, 48, 1))).isEqualTo(4);
        assertThat(Symmetry.MIRROR.views(new InputShape(32, 48, 1))).isEqualTo(2);
        assertThat(Symmetry.NONE.views(new InputShape(32, 32, 1))).isEqualTo(1);
    }
}
