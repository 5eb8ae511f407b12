package org.equipoise.trainer.kafka;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.shards.ShardConfig;
import org.equipoise.trainer.shards.ShardWindow;
import org.equipoise.trainer.training.ShardSource;

/** Opens shard windows that ask and listen through Kafka. */
@ApplicationScoped
class ShardWindows implements ShardSource.Factory {

    private final String bootstrapServers;
    private final ObjectStore objects;
    private final TrainingPublisher publisher;
    private final FollowedRecords records;
    private final ShardConfig config;
    private final Clock clock;

    ShardWindows(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            ObjectStore objects,
            TrainingPublisher publisher,
            FollowedRecords records,
            ShardConfig config,
            Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.objects = objects;
        this.publisher = publisher;
        this.records = records;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public ShardSource open(ShardSource.Plan plan) {
        var listener = ShardReadyListener.start(bootstrapServers, plan.request().runId(), records);
        return new ShardWindow(plan, objects, publisher, listener, config, clock);
    }
}
