package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EnsembleSizeTest {

    private static final NetworkDescription NETWORK =
            NetworkDescription.residual(new InputShape(28, 28, 1), 2, 0.3, 8, 16);

    /** 1.1e12 over 9.3e6 multiply-adds an image are 118,000 images. */
    @ParameterizedTest
    @CsvSource({
        "25000, false, 4",
        "33000, false, 3",
        "56000, false, 2",
        "60000, false, 1",
        "10000000, false, 1",
        "500000, true, 4",
        "1100000, true, 2"
    })
    void asManyTrainTogetherAsTheRunPaysFor(long images, boolean accelerator, int members) {
        assertThat(EnsembleSize.choose(NETWORK, images, accelerator).members()).isEqualTo(members);
    }

    @Test
    void theReasonHasTheNumbers() {
        assertThat(EnsembleSize.choose(NETWORK, 56_000, false).reason()).contains("5.2e+11", "1.1e+12", "at most 4");
    }
}
