package org.equipoise.diagnosis.files;

import java.util.List;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Likelihoods;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LikelihoodsFileTest {

    private static final String FILE = """
            # made by hand
            measure,weight,up-to,healthy,dead-units
            prior,,,0.75,0.25
            dead-units,0.5,0.3,0.9,0.1
            dead-units,0.5,0.6,0.06,0.2
            dead-units,0.5,,0.04,0.7
            """;

    @Test
    void aFileIsRead() {
        Likelihoods likelihoods = LikelihoodsFile.read(FILE);

        assertThat(likelihoods.prior()).containsEntry(Cause.DEAD_UNITS, 0.25).hasSize(2);
        Likelihoods.Ranges ranges = likelihoods.measures().get(Measure.DEAD_UNITS);
        assertThat(ranges).isNotNull();
        assertThat(ranges.upTo()).containsExactly(0.3, 0.6);
        assertThat(ranges.weight()).isEqualTo(0.5);
        assertThat(ranges.range(0.3)).isZero();
        assertThat(ranges.range(0.31)).isEqualTo(1);
        assertThat(ranges.range(2)).isEqualTo(2);
        assertThat(ranges.probabilities().get(Cause.DEAD_UNITS)).containsExactly(0.1, 0.2, 0.7);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Likelihoods likelihoods = LikelihoodsFile.read(FILE);

        String written = LikelihoodsFile.write(likelihoods, List.of("made by a test"));

        assertThat(written).startsWith("# made by a test\n");
        assertThat(LikelihoodsFile.read(written)).isEqualTo(likelihoods);
    }

    @Test
    void theShippedFileCanBeReadAndKnowsHealthy() {
        assertThat(LikelihoodsFile.shipped().prior()).containsKey(Cause.HEALTHY);
    }

    @Test
    void namesThatNobodyKnowsAreRefused() {
        assertThatThrownBy(() -> LikelihoodsFile.read(FILE.replace("healthy", "happy")))
                .hasMessageContaining("no cause is called happy");
        assertThatThrownBy(() -> LikelihoodsFile.read(FILE.replace("dead-units,0.5", "luck,0.5")))
                .hasMessageContaining("no measure is called luck");
    }
}
