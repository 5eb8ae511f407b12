package org.equipoise.trainer.training;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingConfigTest {

    private static final TrainingConfig CONFIG = new SmallRyeConfigBuilder()
            .withMapping(TrainingConfig.class)
            .build()
            .getConfigMapping(TrainingConfig.class);

    @Test
    void aShardHolds512ImagesOr8MebibytesByDefault() {
        assertThat(CONFIG.imagesPerShard()).isEqualTo(512);
        assertThat(CONFIG.bytesPerShard()).isEqualTo(8 << 20);
        assertThat(CONFIG.mostShardBytes()).isEqualTo(32 << 20);
    }

    @Test
    void anEpochUnderWayIsReportedEveryTenSecondsByDefault() {
        assertThat(CONFIG.reportStepsEvery()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aShardHoldsWholeBatches() {
        assertThat(CONFIG.imagesPerShard(64, 64 * 64)).isEqualTo(512);
        assertThat(CONFIG.imagesPerShard(100, 64 * 64)).isEqualTo(500);
        assertThat(CONFIG.imagesPerShard(600, 64 * 64)).isEqualTo(600);
    }

    @Test
    void aShardOfLargeImagesHoldsFewerOfThem() {
        assertThat(CONFIG.imagesPerShard(16, 224 * 224 * 3)).isEqualTo(48);
        assertThat(CONFIG.imagesPerShard(64, 224 * 224 * 3)).isEqualTo(64);
    }
}
