package org.equipoise.augment.metrics;

import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.equipoise.augment.packs.SplitReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.metrics.UnforeseenMetrics;

/** Every meter of this service. */
@ApplicationScoped
public class AugmentMetrics {

    private final UnforeseenMetrics unforeseen;
    private final Counter made;
    private final Counter refused;
    private final Counter images;
    private final Timer duration;

    public AugmentMetrics(MeterRegistry registry, SplitReader splits) {
        unforeseen = new UnforeseenMetrics(registry);
        made = shards(registry, "made");
        refused = shards(registry, "refused");
        images = Counter.builder("equipoise.augment.images")
                .description("Images written into shards")
                .register(registry);
        duration = Timer.builder("equipoise.augment.shard.duration")
                .description("Time to make and store a shard")
                .publishPercentileHistogram(false)
                .register(registry);
        Gauge.builder("equipoise.augment.packs.size", splits, SplitReader::memoryBytes)
                .baseUnit(BaseUnits.BYTES)
                .description("Training images of frozen datasets in memory")
                .register(registry);
        Gauge.builder("equipoise.augment.packs.cached", splits, SplitReader::fileBytes)
                .baseUnit(BaseUnits.BYTES)
                .description("Training images of frozen datasets in the cache folder")
                .register(registry);
        unforeseen.reads(List.of(Topics.SHARDS_REQUESTED));
    }

    private static Counter shards(MeterRegistry registry, String outcome) {
        return Counter.builder("equipoise.augment.shards")
                .description("Requests for shards, by what came of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Times the making of a shard. */
    public <T> T time(Supplier<T> work) {
        T result = duration.record(work);
        return java.util.Objects.requireNonNull(result);
    }

    /** A shard is stored. */
    public void made(int imagesInShard) {
        made.increment();
        images.increment(imagesInShard);
    }

    /** A record of this topic failed for a reason that nobody foresaw; it goes to the dead letters too. */
    public void unforeseen(String topic) {
        unforeseen.count(topic);
    }

    /** A request went to the dead letters. */
    public void refused() {
        refused.increment();
    }
}
