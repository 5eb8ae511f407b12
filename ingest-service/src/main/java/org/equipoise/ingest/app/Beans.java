package org.equipoise.ingest.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.comparing.VersionComparison;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Config;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.common.versions.FrozenVersions;
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.doors.Announcer;
import org.equipoise.ingest.doors.Deliveries;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.doors.ObjectReception;
import org.equipoise.ingest.doors.Originals;
import org.equipoise.ingest.doors.Spool;
import org.equipoise.ingest.erasing.Erasure;
import org.equipoise.ingest.erasing.ErasureLogs;
import org.equipoise.ingest.erasing.VersionRemoval;
import org.equipoise.ingest.exporting.VersionExport;
import org.equipoise.ingest.freezing.FreezePlanner;
import org.equipoise.ingest.freezing.FreezingSettings;
import org.equipoise.ingest.freezing.Packer;
import org.equipoise.ingest.freezing.SampleCounter;
import org.equipoise.ingest.http.Door;
import org.equipoise.ingest.kafka.CheckingTopology;
import org.equipoise.ingest.kafka.DatasetLog;
import org.equipoise.ingest.kafka.FrozenLog;
import org.equipoise.ingest.kafka.PartitionCount;
import org.equipoise.ingest.kafka.PollingTurn;
import org.equipoise.ingest.kafka.StorageAttempts;
import org.equipoise.ingest.kafka.StudyBatch;
import org.equipoise.ingest.labelling.LabelRules;
import org.equipoise.ingest.labelling.LabellingSettings;
import org.equipoise.ingest.metrics.IngestMetrics;
import org.equipoise.ingest.orthanc.OrthancSettings;
import org.equipoise.ingest.orthanc.Turn;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.receiving.DecodingSettings;
import org.equipoise.ingest.receiving.HandedOver;
import org.equipoise.ingest.receiving.LargeImages;
import org.equipoise.ingest.receiving.ReceivingSettings;
import org.equipoise.ingest.receiving.StudyReception;
import org.equipoise.ingest.s3.OriginalsSettings;
import org.equipoise.ingest.s3.S3Originals;
import org.equipoise.ingest.splitting.PatientGroups;
import org.equipoise.ingest.splitting.Splitting;
import org.jboss.logging.Logger;

/** Makes beans of the plain classes. */
@ApplicationScoped
class Beans {

    private static final Logger LOG = Logger.getLogger(Beans.class);

    private static final String NO_KEY =
            "equipoise.ingest.patient-hmac-key is not set: it must be a secret of at least 32 bytes in hex,"
                    + " the same for ever, because it decides which patients are in which split";

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
        return new Splitting(HmacSha256.ofHexKey(key.orElseThrow(() -> new IllegalStateException(NO_KEY))));
    }

    /** Of the patients' key, for this use alone: the two never hash the same bytes under the same key. */
    @Produces
    @Singleton
    Deidentification deidentification(
            @ConfigProperty(name = "equipoise.ingest.patient-hmac-key") Optional<String> key, DoorSettings settings) {
        HmacSha256 patients = HmacSha256.ofHexKey(key.orElseThrow(() -> new IllegalStateException(NO_KEY)));
        PseudonymKey pseudonyms = PseudonymKey.ofHex(patients.hex("equipoise DICOM pseudonyms 1"));
        Options usual = Options.DEFAULT;
        Options options = new Options(
                usual.patientCharacteristics(),
                usual.shiftedDates(),
                usual.mostShiftDays(),
                usual.stationPseudonym(),
                settings.issuer().orElse(""),
                usual.withoutBurnedInAnnotation());
        return Deidentification.of(pseudonyms, options);
    }

    @Produces
    @Singleton
    PixelDecoder pixelDecoder(DoorSettings settings) {
        return new PixelDecoder(settings.limits());
    }

    void close(@Disposes PixelDecoder decoder) {
        decoder.close();
    }

    @Produces
    @Singleton
    ObjectReception objectReception(
            S3Config s3,
            Deidentification deidentification,
            PixelDecoder decoder,
            StudyReception.Checks checks,
            HandedOver handedOver,
            DoorSettings settings,
            Announcer announcer,
            IngestMetrics metrics,
            InstantSource clock,
            Originals originals) {
        var reading = new ObjectReception.Reading(
                deidentification, decoder, checks.decoder(), checks.large(), handedOver, routes(settings));
        var store = new S3ObjectStore(s3.settings(), settings.storeTime());
        return new ObjectReception(store, originals, reading, settings, announcer, metrics, clock);
    }

    /** A store that cannot keep them as they have to be is no store for them: the service does not start. */
    @Produces
    @Singleton
    Originals originals(S3Config s3, OriginalsSettings settings, DoorSettings doors) {
        if (settings.bucket().isEmpty()) {
            return Originals.NONE;
        }
        S3Originals originals = S3Originals.open(s3.settings(), settings, doors.storeTime());
        LOG.infof(
                "originals are kept: bucket=%s days=%d",
                settings.bucket().get(), settings.retention().get());
        if (!originals.endsUploads()) {
            LOG.warnf(
                    "the store does not say that it deletes what was uploaded in part: bucket=%s, see docs/dicom.md",
                    settings.bucket().get());
        }
        return originals;
    }

    private static Routes routes(DoorSettings settings) {
        if (settings.routes().isEmpty()) {
            return Routes.NONE;
        }
        String file = settings.routes().get();
        try {
            Routes routes = Routes.read(Path.of(file));
            LOG.infof("routes read: rules=%d", routes.size());
            return routes;
        } catch (RoutesException | IOException e) {
            throw new IllegalStateException("equipoise.ingest.doors.routes=" + file + " cannot be used: " + e, e);
        }
    }

    /** Opened when the service starts: what an earlier process left is a patient's. */
    @Produces
    @Singleton
    Spool spool(DoorSettings settings) {
        try {
            return Spool.open(Path.of(settings.spool()), settings.spoolBytes());
        } catch (IOException e) {
            throw new IllegalStateException("equipoise.ingest.doors.spool cannot be used: " + e, e);
        }
    }

    void close(@Disposes Spool spool) throws IOException {
        spool.close();
    }

    @Produces
    @Singleton
    Door door(ObjectReception reception, Spool spool, WorkerPool pool, DoorSettings settings, InstantSource clock) {
        return new Door(reception, spool, pool.doors(), settings, clock);
    }

    @Produces
    @Singleton
    Deliveries deliveries(ObjectReception reception, Spool spool, WorkerPool pool, DoorSettings settings) {
        return new Deliveries(reception, spool, pool.doors(), settings);
    }

    @Produces
    @Singleton
    Turn turn(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, OrthancSettings settings) {
        return new PollingTurn(bootstrapServers, settings.url().orElse(""));
    }

    @Produces
    @Singleton
    StudyBatch studyBatch(
            ObjectStore store,
            StudyReception.Checks checks,
            HandedOver handedOver,
            Splitting splitting,
            ReceivingSettings settings,
            WorkerPool pool,
            InstantSource clock) {
        var reception = new StudyReception(store, checks, handedOver, splitting, settings, clock);
        return new StudyBatch(reception, pool.receiving(), new StorageAttempts(store), clock);
    }

    @Produces
    @Singleton
    HandedOver handedOver(ReceivingSettings settings, InstantSource clock) {
        return new HandedOver(settings.handedOverBytes(), clock);
    }

    @Produces
    @Singleton
    StudyReception.Checks checks(DecodingSettings decoding, QualityLimits quality) {
        return new StudyReception.Checks(
                new BoundedDecoder(decoding.limits()), new QualityCheck(quality), new LargeImages());
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

    /** At the start, so that a setting out of its range is said then and not with the first version. */
    @Produces
    @Singleton
    @Startup
    FreezePlanner freezePlanner(FreezingSettings settings, QualityLimits limits, WorkerPool pool) {
        return new FreezePlanner(settings, limits, new SampleCounter(pool.freezing()));
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
    FrozenVersions frozenVersions(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new FrozenLog(bootstrapServers);
    }

    @Produces
    @Singleton
    VersionComparison versionComparison(ObjectStore store, FrozenVersions versions) {
        return new VersionComparison(new StoredManifests(store), versions);
    }

    @Produces
    @Singleton
    VersionExport versionExport(ObjectStore store, FrozenVersions versions, WorkerPool pool) {
        return new VersionExport(store, versions, pool.freezing());
    }

    @Produces
    @Singleton
    PatientGroups patientGroups(Splitting splitting, Deidentification deidentification) {
        return new PatientGroups(splitting, deidentification::patientKey);
    }

    @Produces
    @Singleton
    Erasure erasure(ErasureLogs logs, ObjectStore store, Originals originals, InstantSource clock) {
        return new Erasure(logs, store, originals, clock, time -> Thread.sleep(time.toMillis()));
    }

    @Produces
    @Singleton
    VersionRemoval versionRemoval(ErasureLogs logs, ObjectStore store) {
        return new VersionRemoval(store, logs);
    }

    @Produces
    @Singleton
    DatasetCounts datasetCounts() {
        return new DatasetCounts();
    }
}
