package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.erasing.ErasureLogs;
import org.equipoise.ingest.erasing.PatientTraces;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;
import org.equipoise.ingest.splitting.Splitting;

/** Reads whole topics, as often as it is asked: an erasure is rare, and what it does not find stays. */
@ApplicationScoped
public class KafkaErasureLogs implements ErasureLogs {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final Splitting splitting;
    private final FrozenLog frozen;
    private final MutinyEmitter<byte[]> erasures;

    /** The channel carries {@code images.erased}, and to {@code datasets.frozen} that a version is no more. */
    public KafkaErasureLogs(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            Splitting splitting,
            @Channel("erasures") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> erasures) {
        this.bootstrapServers = bootstrapServers;
        this.splitting = splitting;
        this.frozen = new FrozenLog(bootstrapServers);
        this.erasures = erasures;
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
        Set<String> wanted = of.stream().map(DatasetFrozen::key).collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<String, ModelDecided> decided = new HashMap<>();
        read(Topics.MODELS_DECIDED, ModelDecided.class, event -> decided.put(event.model(), event));
        Map<String, Reference> registered = new HashMap<>();
        Set<String> ended = new HashSet<>();
        read(Topics.MODELS_TRAINED, ModelTrained.class, event -> {
            ended.add(event.runId());
            if (wanted.contains(event.dataset() + "/" + event.datasetVersion())) {
                ModelDecided last = decided.get(event.model());
                boolean champion = last != null
                        && last.champion() != null
                        && last.champion().version().equals(event.version());
                String name = event.model() + "/" + event.version();
                registered.put(
                        name,
                        new Reference(
                                event.dataset(),
                                event.datasetVersion(),
                                champion ? Kind.CHAMPION : Kind.REGISTERED,
                                name,
                                event.runId(),
                                event.artifactKey()));
            }
        });
        List<Reference> references = new ArrayList<>(registered.values().stream()
                .sorted(Comparator.comparing(Reference::name))
                .toList());
        references.addAll(running(wanted, ended));
        return references;
    }

    private List<Reference> running(Set<String> wanted, Set<String> ended) {
        read(Topics.TRAINING_PROGRESSED, TrainingProgressed.class, event -> {
            if (event.phase() == Phase.FINISHED || event.phase() == Phase.FAILED) {
                ended.add(event.runId());
            }
        });
        Map<String, Reference> running = new HashMap<>();
        read(Topics.TRAINING_REQUESTED, TrainingRequested.class, event -> {
            if (wanted.contains(event.dataset() + "/" + event.datasetVersion()) && !ended.contains(event.runId())) {
                running.put(
                        event.runId(),
                        new Reference(
                                event.dataset(),
                                event.datasetVersion(),
                                Kind.RUNNING,
                                event.runId(),
                                event.runId(),
                                ""));
            }
        });
        return List.copyOf(running.values());
    }

    @Override
    public Set<TracedImage> standing(Set<TracedImage> images) {
        Map<String, TracedImage> byKey = new HashMap<>();
        images.forEach(image -> byKey.put(ImageKey.of(image.dataset(), image.imageId()), image));
        Set<TracedImage> standing = new TreeSet<>();
        each(Topics.LABELS_CHECKED, record -> {
            TracedImage image = byKey.get(record.key());
            if (image != null && record.value() == null) {
                standing.remove(image);
            } else if (image != null) {
                standing.add(image);
            }
        });
        return standing;
    }

    @Override
    public void erased(List<ImageErased> events) {
        List<Uni<Void>> sent = events.stream()
                .map(event -> erasures.sendMessage(OutgoingRecord.of(event).message()))
                .toList();
        if (!sent.isEmpty()) {
            Uni.join().all(sent).andFailFast().await().atMost(PATIENCE);
        }
    }

    @Override
    public void removed(DatasetFrozen version) {
        erasures.sendMessage(OutgoingRecord.noVersion(version).message())
                .await()
                .atMost(PATIENCE);
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
