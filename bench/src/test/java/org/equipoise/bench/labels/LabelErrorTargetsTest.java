package org.equipoise.bench.labels;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelErrorTargetsTest {

    @Test
    void aTargetBelongsToASetAndAKindOfError() {
        assertThat(LabelErrorTargets.precisionAtErrors("pneumoniamnist", new Injection(false, 0.4)))
                .hasValue(0.478);
        assertThat(LabelErrorTargets.precisionAtErrors("breastmnist", new Injection(true, 0.2)))
                .hasValue(0.566);
        assertThat(LabelErrorTargets.precisionAtErrors("breastmnist", new Injection(true, 0.4)))
                .isEmpty();
        assertThat(LabelErrorTargets.precisionAtErrors("stripes", new Injection(true, 0.2)))
                .isEmpty();
    }
}
