package org.equipoise.augment.app;

import java.nio.file.Path;
import java.time.Clock;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.Startup;
import org.equipoise.augment.packs.PacksConfig;
import org.equipoise.augment.packs.SplitReader;
import org.equipoise.augment.sharding.ShardMaker;
import org.equipoise.augment.sharding.ShardingConfig;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Config;
import org.equipoise.common.storage.S3ObjectStore;

/** Makes what the features need. Final classes cannot be proxied, so everything is a singleton. */
@Singleton
class AugmentWiring {

    /** Without its buckets the service cannot start, and says so by not starting. */
    @Produces
    @Singleton
    @Startup
    ObjectStore objectStore(S3Config config) {
        var store = new S3ObjectStore(config.settings());
        store.createBuckets();
        return store;
    }

    @Produces
    @Singleton
    SplitReader splitReader(ObjectStore store, PacksConfig config, Clock clock) {
        return new SplitReader(
                store,
                Math.min(config.maxBytes(), Runtime.getRuntime().maxMemory() / 2),
                Path.of(config.cacheFolder()),
                config.cacheBytes(),
                clock);
    }

    void close(@Disposes SplitReader splits) {
        splits.close();
    }

    @Produces
    @Singleton
    ShardMaker shardMaker(ShardingConfig config) {
        return new ShardMaker(config.maxBytes());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
