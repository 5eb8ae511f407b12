package org.equipoise.bench.quality;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.PredictionClient;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.SetImage;

/** Sends changed test images to a running stack as new studies, and collects what the model that serves answers. */
final class ShiftScoring {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The dataset that they join. */
    private static final String INCOMING = "incoming";

    private final StackConnection connection;
    private final LabelSet labels;
    private final String modality;
    private final List<SetImage> test;
    private final long seed;

    /**
     * A scoring of these images.
     *
     * @param labels classes of the models
     * @param test labelled images
     * @param seed of what is random in a change
     */
    ShiftScoring(StackConnection connection, LabelSet labels, String modality, List<SetImage> test, long seed) {
        this.connection = connection;
        this.labels = labels;
        this.modality = modality;
        this.test = List.copyOf(test);
        this.seed = seed;
    }

    /** What the model answers after this change; an image that ingest refuses is left out. */
    List<ShiftScore.Answer> answers(String model, DeviceChange change) {
        Map<String, Integer> truth = new HashMap<>();
        List<SetImage> changed = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            SetImage image = test.get(i);
            long draw = i;
            truth.put(
                    image.path(), labels.indexOf(String.valueOf(image.label())).orElseThrow());
            changed.add(new SetImage(image.path(), null, null, null, () -> changed(image, change, draw)));
        }
        String feed = model + "-" + Variant.plain(change.name());
        Publication publication;
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            publication =
                    publisher.publish(changed, PublishOptions.score(model, INCOMING, modality, feed), Progress.NONE);
        }
        List<ShiftScore.Answer> answers = new ArrayList<>();
        for (PredictionClient.Answer answer :
                new PredictionClient(connection).collect(publication, PATIENCE, Progress.NONE)) {
            var prediction = answer.prediction();
            Integer label = truth.get(answer.image().path());
            if (prediction != null && label != null) {
                answers.add(new ShiftScore.Answer(answer.image().path(), label, prediction.probabilities()));
            }
        }
        return answers;
    }

    private byte[] changed(SetImage image, DeviceChange change, long draw) throws IOException {
        DecodingOutcome outcome = new BoundedDecoder(DecodingLimits.DEFAULTS).decode(image.read());
        if (outcome instanceof DecodingOutcome.Decoded decoded) {
            return PngCodec.encode(change.of(decoded.pixels(), seed, draw));
        }
        throw new IOException(image.path() + ": " + ((DecodingOutcome.Refused) outcome).detail());
    }
}
