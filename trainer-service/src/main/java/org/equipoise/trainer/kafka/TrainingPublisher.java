package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.trainer.canary.CanarySink;
import org.equipoise.trainer.diagnosis.DiagnosisObjects;
import org.equipoise.trainer.diagnosis.DiagnosisRequests;
import org.equipoise.trainer.diagnosis.DiagnosisSink;
import org.equipoise.trainer.labels.SuspectSink;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.shards.ShardRequests;
import org.equipoise.trainer.training.ProgressSink;
import org.jboss.logging.Logger;

/** Publishes what a run says and asks for; each call comes back when the brokers have the record. */
@ApplicationScoped
class TrainingPublisher
        implements ProgressSink, ShardRequests, SuspectSink, CanarySink, DiagnosisSink, DiagnosisRequests {

    private static final Logger LOG = Logger.getLogger(TrainingPublisher.class);
    private static final String SOURCE = "equipoise/trainer-service";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MutinyEmitter<byte[]> progress;
    private final MutinyEmitter<byte[]> shards;
    private final DiagnosisObjects diagnoses;
    private final TrainerMetrics metrics;

    TrainingPublisher(
            @Channel("training-progressed") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> progress,
            @Channel("shards-requested") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> shards,
            ObjectStore objects,
            TrainerMetrics metrics) {
        diagnoses = new DiagnosisObjects(objects);
        this.progress = progress;
        this.shards = shards;
        this.metrics = metrics;
    }

    @Override
    public void publish(TrainingProgressed event) {
        StepTelemetry steps = event.steps();
        LOG.logf(
                steps == null ? Logger.Level.INFO : Logger.Level.DEBUG,
                "training %s, epoch %d of %d: %s; runId=%s model=%s",
                event.phase(),
                event.epoch(),
                event.epochs(),
                event.message(),
                event.runId(),
                event.model());
        String id =
                event.runId() + "/" + event.phase() + "/" + event.epoch() + (steps == null ? "" : "/" + steps.step());
        send(progress, Topics.TRAINING_PROGRESSED, event.runId(), id, event.at(), EventCodec.write(event));
        metrics.progressed(event);
    }

    @Override
    public void request(ShardRequested event) {
        send(shards, Topics.SHARDS_REQUESTED, event.key(), event.key(), event.requestedAt(), EventCodec.write(event));
    }

    @Override
    public void suspected(LabelSuspected event) {
        String id = event.runId() + "/" + event.imageId();
        send(progress, Topics.LABELS_SUSPECTED, event.key(), id, event.suspectedAt(), EventCodec.write(event));
    }

    @Override
    public void replayed(CanariesReplayed event) {
        send(
                progress,
                Topics.CANARIES_REPLAYED,
                event.model(),
                event.id(),
                event.replayedAt(),
                EventCodec.write(event));
    }

    @Override
    public void request(DiagnosisRequested event) {
        send(
                progress,
                Topics.DIAGNOSES_REQUESTED,
                event.model(),
                event.requestId(),
                event.requestedAt(),
                EventCodec.write(event));
    }

    @Override
    public void made(DiagnosisMade event, Diagnosis card, String page) {
        diagnoses.put(event.model(), event.diagnosisId(), card, page);
        LOG.infof("diagnosed: %s; model=%s runId=%s", event.sentence(), event.model(), event.runId());
        send(
                progress,
                Topics.DIAGNOSES_MADE,
                event.model(),
                event.diagnosisId(),
                event.diagnosedAt(),
                EventCodec.write(event));
        metrics.diagnosed(event);
    }

    private static void send(
            MutinyEmitter<byte[]> emitter, String topic, String key, String id, Instant time, byte[] value) {
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(new RecordHeaders(EventHeaders.cloudEvent(topic, id, SOURCE, time)))
                .build();
        emitter.sendMessage(Message.of(value).addMetadata(metadata)).await().atMost(PATIENCE);
    }
}
