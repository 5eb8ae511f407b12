package org.equipoise.ingest.app;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Config;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.ingest.comparing.VersionComparison;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.freezing.FreezePlanner;
import org.equipoise.ingest.freezing.FreezingSettings;
import org.equipoise.ingest.freezing.Packer;
import org.equipoise.ingest.kafka.CheckingTopology;
import org.equipoise.ingest.kafka.DatasetLog;
import org.equipoise.ingest.kafka.FrozenLog;
import org.equipoise.ingest.kafka.PartitionCount;
import org.equipoise.ingest.kafka.StorageAttempts;
import org.equipoise.ingest.kafka.StudyBatch;
import org.equipoise.ingest.labelling.LabelRules;
import org.equipoise.ingest.labelling.LabellingSettings;
import org.equipoise.ingest.metrics.IngestMetrics;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.receiving.DecodingSettings;
import org.equipoise.ingest.receiving.ReceivingSettings;
import org.equipoise.ingest.receiving.StudyReception;
import org.equipoise.ingest.splitting.Splitting;
import org.jboss.logging.Logger;

/** Makes beans of the plain classes. */
@ApplicationScoped
class Beans {

    private static final Logger LOG = Logger.getLogger(Beans.class);

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ObjectStore objectStore(S3Config config) {
        return new S3ObjectStore(config.settings());
    }

    @Produces
    @Singleton
    Splitting splitting(@ConfigProperty(name = "equipoise.ingest.patient-hmac-key") Optional<String> key) {
        return new Splitting(HmacSha256.ofHexKey(key.orElseThrow(() -> new IllegalStateException(
                "equipoise.ingest.patient-hmac-key is not set: it must be a secret of at least 32 bytes in hex,"
                        + " the same for ever, because it decides which patients are in which split"))));
    }

    @Produces
    @Singleton
    StudyBatch studyBatch(
            ObjectStore store,
            StudyReception.Checks checks,
            Splitting splitting,
            ReceivingSettings settings,
            WorkerPool pool,
            InstantSource clock) {
        var reception = new StudyReception(store, checks, splitting, settings, clock);
        return new StudyBatch(reception, pool.receiving(), new StorageAttempts(store), clock);
    }

    @Produces
    @Singleton
    StudyReception.Checks checks(DecodingSettings decoding, QualityLimits quality) {
        return new StudyReception.Checks(new BoundedDecoder(decoding.limits()), new QualityCheck(quality));
    }

    @Produces
    @Singleton
    LabelRules labelRules(Splitting splitting, LabellingSettings settings) {
        return new LabelRules(splitting, settings);
    }

    @Produces
    @Singleton
    IngestMetrics metrics(MeterRegistry registry) {
        return new IngestMetrics(registry);
    }

    @Produces
    @Singleton
    Topology topology(
            LabelRules rules,
            InstantSource clock,
            IngestMetrics metrics,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return CheckingTopology.build(rules, clock, metrics, new PartitionCount(bootstrapServers));
    }

    /** A dead stream thread would leave the service up and doing nothing. */
    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler streamFailures() {
        return failure -> {
            LOG.error("stream thread failed and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        };
    }

    @Produces
    @Singleton
    FreezePlanner freezePlanner(FreezingSettings settings, QualityLimits limits) {
        return new FreezePlanner(settings, limits);
    }

    @Produces
    @Singleton
    Packer packer(ObjectStore store, WorkerPool pool) {
        return new Packer(store, pool.freezing());
    }

    @Produces
    @Singleton
    DatasetLog datasetLog(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, InstantSource clock) {
        return new DatasetLog(bootstrapServers, clock);
    }

    @Produces
    @Singleton
    VersionComparison versionComparison(
            ObjectStore store, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new VersionComparison(store, new FrozenLog(bootstrapServers));
    }

    @Produces
    @Singleton
    DatasetCounts datasetCounts() {
        return new DatasetCounts();
    }
}
