package org.equipoise.common.words;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountedTest {

    @Test
    void oneIsSingularAndNothingIsNot() {
        assertThat(Counted.of(0, "image")).isEqualTo("0 images");
        assertThat(Counted.of(1, "image")).isEqualTo("1 image");
        assertThat(Counted.of(1200, "image")).isEqualTo("1,200 images");
    }

    @Test
    void aVerbAgrees() {
        assertThat(Counted.of(1, "study was", "studies were")).isEqualTo("1 study was");
        assertThat(Counted.of(2, "study was", "studies were")).isEqualTo("2 studies were");
    }
}
