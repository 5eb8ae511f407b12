package org.equipoise.ingest.quality;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QualityRangesTest {

    @ParameterizedTest
    @CsvSource({
        "min-deviation, -1, 0 to 127",
        "max-saturated, 1.5, 0 to 1",
        "min-entropy, 9, 0 to 8",
        "max-bars, -0.1, 0 to 1",
        "max-repeated-border, 2, 0 to 1",
        "min-correlation, 0.5, -1 to 0",
        "max-distance, 2, 3 to 100",
        "near-duplicate-bits, 9, 0 to 8",
        "near-duplicate-difference, NaN, 0 to 1",
        "max-association, 1.1, 0 to 1",
        "max-split-difference, 0.4, 0.5 to 1",
        "least-images, 9, 10 to 10000"
    })
    void aLimitOutOfItsRangeIsRefusedWithItsKey(String key, String value, String range) {
        QualityLimits limits = new SmallRyeConfigBuilder()
                .withMapping(QualityLimits.class)
                .withSources(new PropertiesConfigSource(Map.of("equipoise.ingest.quality." + key, value), "test", 100))
                .build()
                .getConfigMapping(QualityLimits.class);

        assertThatThrownBy(() -> new QualityCheck(limits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("equipoise.ingest.quality." + key + " must be " + range + ", got ");
    }
}
