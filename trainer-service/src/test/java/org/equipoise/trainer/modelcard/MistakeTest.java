package org.equipoise.trainer.modelcard;

import java.util.Base64;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MistakeTest {

    @Test
    void aSmallImageIsShownSampleForSample() {
        var pixels = new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});

        assertThat(picture(pixels)).isEqualTo(pixels);
    }

    /** 256 x 2 becomes 128 x 1; each sample is the mean of a square of four. */
    @Test
    void aLargeImageIsShownByMeans() {
        byte[] samples = new byte[512];
        samples[0] = 10;
        samples[1] = 20;
        samples[256] = 30;
        samples[257] = 40;

        Pixels small = picture(new Pixels(256, 2, 1, samples));

        assertThat(small.toString()).isEqualTo("128x1x1");
        assertThat(small.sample(0, 0, 0)).isEqualTo(25);
        assertThat(small.sample(1, 0, 0)).isZero();
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mistake("id", "ill", "healthy", .9, "\"><script>"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mistake("id", "ill", "healthy", .9, ""))
                .withMessage("image id has an empty picture");
    }

    private static Pixels picture(Pixels pixels) {
        return PngCodec.decode(Base64.getDecoder()
                .decode(Mistake.of("id", "ill", "healthy", .9, pixels).png()));
    }
}
