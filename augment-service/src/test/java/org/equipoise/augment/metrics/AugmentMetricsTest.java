package org.equipoise.augment.metrics;

import java.nio.file.Path;
import java.time.Clock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.equipoise.augment.packs.PackFixture;
import org.equipoise.augment.packs.SplitReader;
import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AugmentMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SplitReader splits =
            new SplitReader(store, 1 << 20, Path.of("never-made"), 1 << 20, Clock.systemUTC());
    private final AugmentMetrics metrics = new AugmentMetrics(registry, splits);

    /** Dashboards and alert rules use these names. */
    @Test
    void metersKeepTheirNames() {
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactlyInAnyOrder(
                        "equipoise.augment.shards",
                        "equipoise.augment.shards",
                        "equipoise.augment.images",
                        "equipoise.augment.shard.duration",
                        "equipoise.augment.packs.size",
                        "equipoise.augment.packs.cached",
                        "equipoise.records.unforeseen");
    }

    @Test
    void countsShardsImagesAndTheMemoryOfPacks() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0, 1);

        splits.with("chest", "v1", TrainingSplit::size);
        metrics.made(64);
        metrics.refused();
        metrics.unforeseen("shards.requested");

        assertThat(registry.get("equipoise.augment.shards")
                        .tag("outcome", "made")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("equipoise.augment.shards")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("equipoise.augment.images").counter().count()).isEqualTo(64);
        assertThat(registry.get("equipoise.augment.packs.size").gauge().value()).isEqualTo(136);
        assertThat(registry.get("equipoise.augment.packs.cached").gauge().value())
                .isZero();
        assertThat(registry.get("equipoise.records.unforeseen").counter().count())
                .isEqualTo(1);
    }
}
