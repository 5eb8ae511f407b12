package org.equipoise.bench.quality;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SpreadTest {

    @Test
    void theDeviationIsTheSamples() {
        // By hand: mean 0.8, squares .01 + 0 + .01, divided by two.
        Spread spread = Spread.of(List.of(0.7, 0.8, 0.9));

        assertThat(spread.mean()).isCloseTo(0.8, within(1e-12));
        assertThat(spread.deviation()).isCloseTo(0.1, within(1e-12));
        assertThat(spread.text(3)).isEqualTo("0.800 ± 0.100");
    }

    @Test
    void aSingleSeedHasNoSpread() {
        assertThat(Spread.of(List.of(0.5)).text(2)).isEqualTo("0.50 ± 0.00");
    }
}
