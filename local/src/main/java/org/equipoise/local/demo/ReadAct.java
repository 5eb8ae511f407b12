package org.equipoise.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.LabelAuditClient;
import org.equipoise.local.client.LabelAuditOutcome;
import org.equipoise.local.client.QuietLimit;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;

/** A reader looks at the labels that an audit doubts, as in the console's review queue, and says what is right. */
final class ReadAct {

    private static final String READER = "reader-1";
    private static final String MINUTES = "0.5";

    private final Stage stage;
    private final DatasetFrozen dataset;
    private final ImageSet sound;

    /** @param sound the images with the labels that a reader sees */
    ReadAct(Stage stage, DatasetFrozen dataset, ImageSet sound) {
        this.stage = stage;
        this.dataset = dataset;
        this.sound = sound;
    }

    /** Returns the version with the corrected labels. */
    DatasetFrozen play() {
        stage.say("The labels are examined (equipoise labels), and a reader looks at what is doubted.");
        var wish = new TrainingClient.Request(
                stage.name() + "-labels", LabelAuditClient.RECIPE, Map.of("minutes", MINUTES), stage.seed());
        TrainingRequested request = new TrainingClient(stage.connection(), stage.clock()).request(dataset, wish);
        LabelAuditOutcome outcome = new LabelAuditClient(stage.connection())
                .follow(request.runId(), Stage.PATIENCE, event -> stage.say("  " + event.message()));
        if (!(outcome instanceof LabelAuditOutcome.Examined examined)) {
            throw new ClientException("the labels could not be examined");
        }
        Map<String, String> read = read(examined.suspects());
        long wrong = examined.suspects().stream()
                .filter(suspect -> !suspect.givenLabel().equals(read.get(suspect.imageId())))
                .count();
        stage.say(examined.suspects().size() + " labels are doubted; the reader finds " + wrong
                + " of them wrong, and submits what is right.");
        submit(examined.suspects(), read);
        await(read);
        return new DatasetClient(stage.connection()).freezeLike(dataset);
    }

    /** What a reader sees in the images that are doubted. */
    private Map<String, String> read(List<LabelSuspected> suspects) {
        Set<String> doubted = new HashSet<>();
        suspects.forEach(suspect -> doubted.add(suspect.imageId()));
        Map<String, String> seen = new HashMap<>();
        for (SetImage image : sound.images()) {
            try {
                String id = ImageId.of(PngCodec.decode(image.read()));
                if (doubted.contains(id)) {
                    seen.put(id, Objects.requireNonNull(image.label(), "label"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + image.path(), e);
            }
        }
        return seen;
    }

    private void submit(List<LabelSuspected> suspects, Map<String, String> read) {
        try (var events = new EventPublisher(stage.connection().bootstrapServers(), stage.clock())) {
            for (LabelSuspected suspect : suspects) {
                var label = new LabelSubmitted(
                        suspect.dataset(),
                        suspect.imageId(),
                        Objects.requireNonNull(read.get(suspect.imageId()), suspect.imageId()),
                        READER,
                        stage.clock().instant(),
                        LabelSubmitted.Role.READER,
                        suspect.runId(),
                        null);
                events.publish(Topics.LABELS_SUBMITTED, label.key(), label.key() + "/" + READER, label);
            }
            events.flush();
        }
    }

    /** Until the labels stand as the reader has said. */
    private void await(Map<String, String> read) {
        Set<String> open = new HashSet<>(read.keySet());
        var limit = new QuietLimit(Stage.PATIENCE);
        try (TopicReader reader = stage.connection().reader(Topics.LABELS_CHECKED)) {
            while (!open.isEmpty()) {
                reader.poll(Duration.ofMillis(200), record -> {
                    try {
                        LabelChecked checked = EventCodec.read(record.value(), LabelChecked.class);
                        if (checked.dataset().equals(dataset.dataset())
                                && checked.votes().containsKey(READER)
                                && Objects.equals(checked.label(), read.get(checked.imageId()))) {
                            open.remove(checked.imageId());
                        }
                    } catch (MalformedEventException e) {
                        // Not a standing.
                        return;
                    }
                });
                if (!limit.moved(open.size()) && limit.passed()) {
                    throw new ClientException(open.size() + " of " + read.size() + " labels were not checked in time");
                }
            }
        }
    }
}
