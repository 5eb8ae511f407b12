package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.erasing.ErasureLogs;
import org.equipoise.ingest.erasing.PatientTraces;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;
import org.equipoise.ingest.erasing.Runs;
import org.equipoise.ingest.splitting.Splitting;

/** Reads whole topics, as often as it is asked: an erasure is rare, and what it does not find stays. */
@ApplicationScoped
public class KafkaErasureLogs implements ErasureLogs {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final Splitting splitting;
    private final FrozenLog frozen;
    private final MutinyEmitter<byte[]> erasures;
    private final InstantSource clock;

    /** The channel carries {@code images.erased}, and to other topics that something is no more. */
    public KafkaErasureLogs(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            Splitting splitting,
            @Channel("erasures") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> erasures,
            InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.splitting = splitting;
        this.frozen = new FrozenLog(bootstrapServers);
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public PatientTraces traces(Set<String> groups) {
        Set<String> ids = new HashSet<>();
        Set<String> studies = new HashSet<>();
        var originals = new TreeSet<String>();
        read(Topics.STUDIES_PUBLISHED, StudyPublished.class, study -> {
            String group = splitting.patientGroup(study.patientKey());
            if (group != null && groups.contains(group)) {
                studies.add(study.studyId());
                originals.addAll(
                        study.images().stream().map(StudyImage::objectKey).toList());
            }
        });
        read(Topics.IMAGES_INGESTED, ImageIngested.class, image -> {
            if (image.patientGroup() != null && groups.contains(image.patientGroup())) {
                ids.add(image.imageId());
                studies.add(image.studyId());
            }
        });
        var images = new TreeSet<TracedImage>();
        read(Topics.LABELS_CHECKED, LabelChecked.class, checked -> {
            if (checked.patientGroup() != null && groups.contains(checked.patientGroup())) {
                ids.add(checked.imageId());
                images.add(new TracedImage(checked.dataset(), checked.imageId()));
            }
        });
        // The same pixels are the patient's, wherever they arrived and whoever sent them.
        read(Topics.IMAGES_INGESTED, ImageIngested.class, image -> {
            if (ids.contains(image.imageId())) {
                images.add(new TracedImage(image.dataset(), image.imageId()));
                originals.addAll(image.sourceKeys());
            }
        });
        var refused = new TreeSet<String>();
        read(Topics.IMAGES_REJECTED, ImageRejected.class, image -> {
            if (studies.contains(image.studyId())) {
                refused.add(image.sourceKey());
                originals.add(image.sourceKey());
            }
        });
        return new PatientTraces(images, originals, refused);
    }

    @Override
    public List<DatasetFrozen> versions() {
        return frozen.all();
    }

    @Override
    public List<Reference> references(List<DatasetFrozen> of) {
        if (of.isEmpty()) {
            return List.of();
        }
        Runs runs = registered();
        read(Topics.TRAINING_PROGRESSED, TrainingProgressed.class, runs::progressed);
        read(Topics.TRAINING_REQUESTED, TrainingRequested.class, runs::requested);
        return runs.references(keys(of), clock.instant());
    }

    @Override
    public List<Reference> trained() {
        return registered().trained();
    }

    private Runs registered() {
        var runs = new Runs();
        read(Topics.MODELS_DECIDED, ModelDecided.class, runs::decided);
        read(Topics.MODELS_TRAINED, ModelTrained.class, runs::trained);
        return runs;
    }

    @Override
    public SortedSet<String> runIds(List<DatasetFrozen> versions) {
        var runs = new Runs();
        if (!versions.isEmpty()) {
            read(Topics.MODELS_TRAINED, ModelTrained.class, runs::trained);
            read(Topics.TRAINING_REQUESTED, TrainingRequested.class, runs::requested);
            read(Topics.SHARDS_REQUESTED, ShardRequested.class, runs::requested);
        }
        return runs.runIds(keys(versions));
    }

    private static Set<String> keys(List<DatasetFrozen> versions) {
        return versions.stream().map(DatasetFrozen::key).collect(Collectors.toSet());
    }

    @Override
    public Standing standing(Set<TracedImage> images) {
        Map<String, TracedImage> byKey = new HashMap<>();
        images.forEach(image -> byKey.put(ImageKey.of(image.dataset(), image.imageId()), image));
        return new Following(new TopicReader(bootstrapServers, List.of(Topics.LABELS_CHECKED)), byKey);
    }

    /** Reads on from look to look. */
    private record Following(TopicReader reader, Map<String, TracedImage> byKey, Set<TracedImage> standing)
            implements Standing {

        Following(TopicReader reader, Map<String, TracedImage> byKey) {
            this(reader, byKey, new TreeSet<>());
        }

        @Override
        public Set<TracedImage> now() {
            reader.readToEnd(record -> {
                TracedImage image = byKey.get(record.key());
                if (image != null && record.value() == null) {
                    standing.remove(image);
                } else if (image != null) {
                    standing.add(image);
                }
            });
            return Set.copyOf(standing);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @Override
    public void erased(List<ImageErased> events) {
        if (events.isEmpty()) {
            return;
        }
        Set<String> keys = events.stream().map(ImageErased::key).collect(Collectors.toSet());
        Set<String> asked = new TreeSet<>();
        each(Topics.READINGS_REQUESTED, record -> {
            if (record.value() == null) {
                asked.remove(record.key());
            } else if (keys.contains(record.key())) {
                asked.add(record.key());
            }
        });
        send(Stream.concat(
                        asked.stream().map(OutgoingRecord::noReading),
                        events.stream().map(OutgoingRecord::of))
                .toList());
    }

    @Override
    public void removed(DatasetFrozen version) {
        send(List.of(OutgoingRecord.noVersion(version)));
    }

    private void send(List<OutgoingRecord> records) {
        List<Uni<Void>> sent = records.stream()
                .map(record -> erasures.sendMessage(record.message()))
                .toList();
        try {
            Uni.join().all(sent).andFailFast().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw new KafkaException("what was said of an erasure was not stored", e);
        }
    }

    private <T> void read(String topic, Class<T> type, Consumer<T> taker) {
        each(topic, record -> {
            try {
                taker.accept(EventCodec.read(record.value(), type));
            } catch (MalformedEventException e) {
                // No event, or one that was taken back: it is told elsewhere.
                return;
            }
        });
    }

    private void each(String topic, Consumer<ConsumerRecord<String, byte[]>> taker) {
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(taker);
        }
    }
}
