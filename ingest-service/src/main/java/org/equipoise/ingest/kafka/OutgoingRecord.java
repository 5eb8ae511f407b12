package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** A record on its way out: topic, key, JSON and headers. */
final class OutgoingRecord {

    static final String SOURCE = "equipoise/ingest-service";

    private final String topic;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    private OutgoingRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** Of a study that came through a door. What comes later of the same study has other images, and another id. */
    static OutgoingRecord of(StudyPublished event) {
        String images = event.images().stream().map(StudyImage::objectKey).collect(Collectors.joining(" "));
        String id = event.studyId() + "/" + event.dataset() + "/" + Sha256.hex(images);
        return event(Topics.STUDIES_PUBLISHED, event.studyId(), id, event, event.publishedAt());
    }

    static OutgoingRecord of(ImageIngested event) {
        String id = event.studyId() + "/" + event.imageId();
        return event(Topics.IMAGES_INGESTED, event.key(), id, event, event.ingestedAt());
    }

    static OutgoingRecord of(ImageRejected event) {
        String id = event.studyId() + "/" + event.sourceKey();
        return event(Topics.IMAGES_REJECTED, event.studyId(), id, event, event.rejectedAt());
    }

    static OutgoingRecord of(LabelSubmitted event) {
        String id = event.annotator() + "/" + event.imageId();
        return event(Topics.LABELS_SUBMITTED, event.key(), id, event, event.submittedAt());
    }

    static OutgoingRecord of(ReadingRequested event) {
        String id = event.key() + "@" + event.requestedAt().toEpochMilli();
        return event(Topics.READINGS_REQUESTED, event.key(), id, event, event.requestedAt());
    }

    static OutgoingRecord of(ImageErased event) {
        String id = event.key() + "@" + event.erasedAt().toEpochMilli();
        return event(Topics.IMAGES_ERASED, event.key(), id, event, event.erasedAt());
    }

    /** That the image of this key has no standing any more: what Kafka keeps of it may go. */
    static OutgoingRecord noStanding(String key) {
        return new OutgoingRecord(Topics.LABELS_CHECKED, key.getBytes(StandardCharsets.UTF_8), null, List.of());
    }

    /** That nobody is asked to read the image of this key: who asked is not kept. */
    static OutgoingRecord noReading(String key) {
        return new OutgoingRecord(Topics.READINGS_REQUESTED, key.getBytes(StandardCharsets.UTF_8), null, List.of());
    }

    /** That there is no such version any more. */
    static OutgoingRecord noVersion(DatasetFrozen event) {
        return new OutgoingRecord(
                Topics.DATASETS_FROZEN, event.key().getBytes(StandardCharsets.UTF_8), null, List.of());
    }

    static OutgoingRecord of(DatasetFrozen event) {
        return event(Topics.DATASETS_FROZEN, event.key(), event.key(), event, event.frozenAt());
    }

    /** The standing of an image, with what freezing wants to know of it. */
    static OutgoingRecord of(LabelChecked event, List<Header> traits) {
        String id = event.key() + "@" + event.checkedAt().toEpochMilli();
        OutgoingRecord plain = event(Topics.LABELS_CHECKED, event.key(), id, event, event.checkedAt());
        return new OutgoingRecord(
                plain.topic,
                plain.key,
                plain.value,
                Stream.concat(plain.headers.stream(), traits.stream()).toList());
    }

    /** The record as it came, cut to what the broker takes, with the reason why it could not be handled. */
    static OutgoingRecord deadLetter(ConsumerRecord<byte[], byte[]> from, String reason) {
        return of(DeadLetter.of(from, reason));
    }

    static OutgoingRecord of(DeadLetter letter) {
        return new OutgoingRecord(letter.topic(), letter.key(), letter.value(), letter.headers());
    }

    private static OutgoingRecord event(String topic, String key, String id, Object event, Instant time) {
        return new OutgoingRecord(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                EventCodec.write(event),
                EventHeaders.cloudEvent(topic, id, SOURCE, time));
    }

    String topic() {
        return topic;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    List<Header> headers() {
        return headers;
    }

    Message<byte[]> message() {
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(new RecordHeaders(headers))
                .build();
        return Message.of(value, Metadata.of(metadata));
    }
}
