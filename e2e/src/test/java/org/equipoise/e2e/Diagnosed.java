package org.equipoise.e2e;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;
import org.jspecify.annotations.Nullable;

/**
 * Diagnoses as a trainer would have made them: of a run before the loop's that collapsed, and of the loop's alert. With
 * names that a page must not take for markup.
 */
final class Diagnosed {

    /** The run; its diagnosis has the same id. */
    static final String RUN = "collapsed-run";

    static final String OF_ALERT = "of-the-alert";
    static final String WHY = "The class spot has so few images that never answering it costs little.";
    static final String SENTENCE_OF_THE_CARD = WHY.replace("spot", "<b>spot</b>");
    static final String DIFFERENCE = "The model expects [0, 1] and gets [0, 255]: balanced accuracy .50 becomes .91.";
    static final String HOSTILE = "<img src=x onerror=alert(1)> spot";

    private static final String CARD = """
            {"subject": "model loop", "condition": "collapsed: every answer is plain", "sentence": "%s",
             "causes": [{"cause": "class-imbalance", "words": "class imbalance", "sentence": "One class is rare.",
                         "remedy": "weight the loss, or draw balanced batches", "probability": 0.91},
                        {"cause": "minority-relabelled", "words": "minority labels moved", "sentence": "Labels moved.",
                         "remedy": "look at the labels", "probability": 0.05}],
             "ruledOut": ["labels-shuffled", "constant-input"],
             "evidence": [{"measure": "imbalance", "kind": "fact", "value": 20.0, "unit": "times",
                           "meaning": "images of the largest class for one of the smallest", "healthy": "below 5",
                           "speaksFor": ["class-imbalance"], "speaksAgainst": ["healthy"]},
                          {"measure": "prior-gain", "kind": "experiment", "value": 0.41, "unit": "balanced accuracy",
                           "meaning": "what subtracting the prior gains", "healthy": "below 0.05",
                           "speaksFor": ["class-imbalance"], "speaksAgainst": ["learning-rate-high"]}],
             "missing": [{"what": "balanced-gain", "how": "examine the run with more minutes",
                          "tells": "what balanced batches gain"}],
             "recalls": [{"name": "plain", "images": 60, "recall": 1.0, "repaired": 0.95},
                         {"name": "%s", "images": 20, "recall": 0.0, "repaired": 0.85}],
             "prior": {"classes": ["plain", "%s"], "offsets": [-0.2877, 1.3863], "threshold": 0.2, "before": 0.5,
                       "after": 0.9, "repairs": true},
             "proof": {"experiment": "prior-gain", "before": 0.5, "after": 0.91,
                       "sentence": "with the prior subtracted the balanced accuracy goes from 0.500 to 0.910"},
             "repair": {"runId": "collapsed-run", "sentence": "Trained with balanced batches.", "recipe": "naive",
                        "settings": {"sampling": "balanced"}, "before": 0.43, "after": 0.9, "repaired": true,
                        "recalls": [{"name": "plain", "images": 60, "recall": 1.0, "repaired": 0.96}]},
             "proposals": [{"rung": "sampling", "sentence": "Draw every class as often.", "recipe": "naive",
                            "settings": {"sampling": "balanced"}}],
             "somethingLater": {"nobody": "knows it"},
             "at": "2026-11-23T08:00:00Z"}""".formatted(SENTENCE_OF_THE_CARD, HOSTILE, HOSTILE);

    /** What an earlier release wrote, or a trainer that found little. */
    private static final String SHORT_CARD = """
            {"subject": "model loop", "condition": "collapsed: every answer is spot", "sentence": "%s", "causes": [],
             "ruledOut": [], "evidence": [], "missing": [], "recalls": [], "at": "2026-11-23T08:00:00Z"}""".formatted(DIFFERENCE);

    private Diagnosed() {}

    /** Says both. */
    static void publish(StackConnection connection, AlertChanged alert) {
        put(connection, RUN, CARD);
        put(connection, OF_ALERT, SHORT_CARD);
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            publisher.publish(Topics.TRAINING_PROGRESSED, RUN, RUN + "/started", progress(Phase.STARTED, 0, null));
            for (int epoch = 1; epoch <= 3; epoch++) {
                TrainingProgressed said = progress(Phase.EPOCH, epoch, collapsed(epoch));
                publisher.publish(Topics.TRAINING_PROGRESSED, RUN, RUN + "/" + epoch, said);
            }
            publisher.publish(Topics.TRAINING_PROGRESSED, RUN, RUN + "/finished", progress(Phase.FINISHED, 3, null));
            publish(publisher, diagnosis(RUN, null, RUN, WHY, null));
            publish(publisher, diagnosis(OF_ALERT, alert.modelVersion(), RUN, DIFFERENCE, alert.alertId()));
            publisher.flush();
        }
    }

    private static TrainingProgressed progress(Phase phase, int epoch, @Nullable EpochTelemetry telemetry) {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        return new TrainingProgressed(
                RUN, Loop.MODEL, phase, epoch, 3, telemetry, "refused: a class is lost", yesterday.plusSeconds(epoch));
    }

    private static EpochTelemetry collapsed(int epoch) {
        return new EpochTelemetry(
                .6, .58, .5623, 1e-3 / epoch, .5, .75, List.of(1.0, .0), List.of(1.0, .0), true, 200, 1, 1, null);
    }

    private static void put(StackConnection connection, String id, String card) {
        connection
                .objectStore()
                .put(
                        Bucket.MODELS,
                        ObjectKeys.diagnosis(Loop.MODEL, id),
                        card.getBytes(StandardCharsets.UTF_8),
                        "application/json");
    }

    private static void publish(EventPublisher publisher, DiagnosisMade event) {
        publisher.publish(Topics.DIAGNOSES_MADE, event.model(), event.diagnosisId(), event);
    }

    private static DiagnosisMade diagnosis(
            String id, @Nullable String version, String run, String sentence, @Nullable String alertId) {
        return new DiagnosisMade(
                id,
                Loop.MODEL,
                version,
                run,
                "collapsed: every answer is plain",
                sentence,
                List.of(new DiagnosisMade.NamedCause("class-imbalance", .91)),
                null,
                ObjectKeys.diagnosis(Loop.MODEL, id),
                Instant.now(),
                alertId,
                null);
    }

    /** The page of a diagnosis. */
    static String page(String id) {
        return "#/models/" + Loop.MODEL + "/diagnoses/" + id;
    }
}
