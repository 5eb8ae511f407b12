package org.equipoise.trainer.diagnosis;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.trainer.training.LabelledImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InBytesTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);

    /** 0, 10, 100 and 255 multiplied by 4 and by 1/4, and darkened by 64. */
    @Test
    void samplesAreRoundedAndStayWithinTheirRange() {
        assertThat(bytes(0, 40, 400, 1020)).containsExactly(0, 40, 255, 255);
        assertThat(bytes(0, 2.5f, 25, 63.75f)).containsExactly(0, 3, 25, 64);
        assertThat(bytes(-64, 0, 36, 191)).containsExactly(0, 0, 36, 191);
    }

    @Test
    void imagesAreTakenApartWithTheirClasses() {
        byte[] two = new byte[2 * SHAPE.length()];
        two[SHAPE.length()] = (byte) 200;

        var pixels = InBytes.pixels(new LabelledImages(SHAPE, two, new int[] {1, 0}));

        assertThat(pixels).extracting(LabelledPixels::label).containsExactly(1, 0);
        assertThat(pixels.get(0).pixels().sample(0, 0, 0)).isZero();
        assertThat(pixels.get(1).pixels().sample(0, 0, 0)).isEqualTo(200);
    }

    private static int[] bytes(float... four) {
        float[] samples = new float[SHAPE.length()];
        System.arraycopy(four, 0, samples, 0, 4);
        byte[] pixels = InBytes.of(samples, 1, SHAPE).pixels();
        return new int[] {pixels[0] & 0xff, pixels[1] & 0xff, pixels[2] & 0xff, pixels[3] & 0xff};
    }
}
