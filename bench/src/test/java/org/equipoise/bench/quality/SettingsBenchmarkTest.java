package org.equipoise.bench.quality;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsBenchmarkTest {

    /** Half an hour later is too late to find that a model cannot be called so. */
    @Test
    void everyVariantIsAModelOfItsOwnWithANameThatATrainingTakes() {
        List<String> models = SettingsBenchmark.variants().stream()
                .map(variant -> SettingsBenchmark.STUDY.key() + "-" + variant.model())
                .toList();

        assertThat(models).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9][a-z0-9._-]{0,62}"));
    }
}
