package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.freezing.StandingImage;
import org.equipoise.ingest.readings.ReadingProgress;
import org.equipoise.ingest.readings.ReadingSelection;
import org.equipoise.ingest.readings.ReadingWish;

/** Asks for readings: reads the dataset's log, says which images, and is done when the broker has it. */
@ApplicationScoped
public class ReadingRequests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DatasetLog log;
    private final MutinyEmitter<byte[]> requests;
    private final InstantSource clock;
    private final String bootstrapServers;

    /** The channel carries {@code readings.requested}; no more wait than one wish asks for. */
    public ReadingRequests(
            DatasetLog log,
            @Channel("readings-requested") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> requests,
            InstantSource clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.log = log;
        this.requests = requests;
        this.clock = clock;
        this.bootstrapServers = bootstrapServers;
    }

    /** How far the readings of a dataset are. */
    public ReadingProgress progress(String dataset) {
        return ReadingProgress.of(dataset, images(dataset));
    }

    /**
     * Asks several readers, or no longer.
     *
     * @param requestedBy whoever wishes it
     * @return how many images that is; one wish at a time, so that two do not choose the same
     * @throws IllegalArgumentException if an image that is named cannot be read
     * @throws KafkaException if the broker does not take it in time; it may be sent again
     */
    public synchronized int ask(String dataset, ReadingWish wish, String requestedBy) {
        List<LabelSuspected> doubts = ReadingWish.SUSPECTS.equals(wish.kind()) ? doubts(dataset) : List.of();
        List<String> chosen = new ReadingSelection(images(dataset), doubts).of(wish);
        Instant now = clock.instant();
        List<Uni<Void>> sent = chosen.stream()
                .map(image -> new ReadingRequested(
                        dataset, image, wish.readersWanted(), now, requestedBy, wish.withdraws() ? true : null))
                .map(event -> requests.sendMessage(OutgoingRecord.of(event).message()))
                .toList();
        if (!sent.isEmpty()) {
            try {
                Uni.join().all(sent).andFailFast().await().atMost(PATIENCE);
            } catch (RuntimeException e) {
                throw new KafkaException("what is asked of readers was not stored", e);
            }
        }
        return chosen.size();
    }

    private List<LabelChecked> images(String dataset) {
        return log.read(dataset).images().stream().map(StandingImage::checked).toList();
    }

    private List<LabelSuspected> doubts(String dataset) {
        List<LabelSuspected> doubts = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.LABELS_SUSPECTED))) {
            reader.readToEnd(record -> {
                try {
                    LabelSuspected doubt = EventCodec.read(record.value(), LabelSuspected.class);
                    if (doubt.dataset().equals(dataset)) {
                        doubts.add(doubt);
                    }
                } catch (MalformedEventException e) {
                    // Whoever keeps a place in the topic writes its dead letter.
                    return;
                }
            });
        }
        return doubts;
    }
}
