package org.equipoise.trainer.recipe;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AutomaticBatchTest {

    @ParameterizedTest
    @CsvSource({
        "64,  5000, 16, 64, 64",
        "128, 5000, 16, 64, 64",
        "224, 5000, 1, 16, 32",
        "224, 5000, 1, 32, 16",
        "224, 500, 2, 16, 16",
        "512, 5000, 1, 16, 8",
        "512, 5000, 16, 64, 1",
        "64,  500, 1, 16, 32",
        "512, 3, 1, 16, 3",
    })
    void aStepOfLargeImagesHasFewerOfThem(int side, long images, int members, int width, int batch) {
        AutomaticBatch chosen = AutomaticBatch.of(new InputShape(side, side, 3), images, members, width);

        assertThat(chosen.images()).isEqualTo(batch);
        assertThat(chosen.reason()).isNotBlank();
    }
}
