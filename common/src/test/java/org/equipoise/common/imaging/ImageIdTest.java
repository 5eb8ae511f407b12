package org.equipoise.common.imaging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImageIdTest {

    private static final byte[] SAMPLES = {0, 1, 2, 3, 4, 5};

    /** Python: {@code hashlib.sha256(struct.pack('>iii', 2, 1, 3) + bytes(range(6))).hexdigest()}. */
    @Test
    void isTheHashThatAnyoneCanCompute() {
        assertThat(ImageId.of(new Pixels(2, 1, 3, SAMPLES)))
                .isEqualTo("457c1f779c31d57d4587edbffdfca2939a72161cd6c93f755838caec0cbed3d3");
    }

    /** Python: {@code hashlib.sha256(struct.pack('>iii', 3, 2, 1) + bytes(range(6))).hexdigest()}. */
    @Test
    void theSameSamplesInAnotherShapeAreAnotherImage() {
        assertThat(ImageId.of(new Pixels(3, 2, 1, SAMPLES)))
                .isEqualTo("c65672a36d3cca8dd45abca7002dfb016e695e92acafb347f3a6258ee2eaeb21");
    }

    /**
     * Python: {@code hashlib.sha256(struct.pack('>iiii', 3, 1, 1, 16) + struct.pack('<HHH', 0, 1, 4095)).hexdigest()}.
     */
    @Test
    void samplesOfSixteenBitsSaySo() {
        assertThat(ImageId.of(Pixels.ofShorts(3, 1, new short[] {0, 1, 4095})))
                .isEqualTo("8f3ff452236558c91513e0ce2dffb87c3e2b4a220ab587317328823e42a694ed");
    }

    @Test
    void theFileTheyCameInDoesNotMatter() {
        var pixels = new Pixels(3, 2, 1, SAMPLES);

        assertThat(ImageId.of(PngCodec.decode(PngCodec.encode(pixels)))).isEqualTo(ImageId.of(pixels));
    }
}
