package org.equipoise.local.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.client.Publication.PublishedImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionResultTest {

    private static final PublishedImage FIRST = new PublishedImage("s1", "a.png", "k1", null);
    private static final PublishedImage SECOND = new PublishedImage("s2", "b.png", "k2", null);
    private static final PredictionMade MADE = EventExamples.predictionMade();
    private static final String ANSWER = MADE.labels().get(MADE.predictedClass());

    private static PredictionResult result(List<AlertChanged> firing, Map<String, String> labels) {
        return PredictionResult.of(
                "lung",
                List.of(new Answer(FIRST, MADE, null), new Answer(SECOND, null, "empty: 0 bytes")),
                labels,
                Path.of("out.csv"),
                1.25,
                firing);
    }

    @Test
    void answersAreCountedAndTheFileIsNamed() {
        PredictionResult result = result(List.of(), Map.of());

        assertThat(result.lines())
                .containsExactly("1 of 2 images scored in 1.3 s: " + ANSWER + ": 1. Written to out.csv");
        assertThat(result.evaluation()).isNull();
    }

    @Test
    void refusedImagesAndFiringAlertsAreProblems() {
        AlertChanged alert = EventExamples.alertChanged();

        assertThat(result(List.of(alert), Map.of()).problems())
                .containsExactly(
                        "1 refused, e.g. b.png: empty: 0 bytes",
                        "ALERT, firing since " + alert.since() + ": " + alert.summary());
    }

    @Test
    void theSetsOwnLabelsJudgeTheAnswers() {
        PredictionResult right = result(List.of(), Map.of("a.png", ANSWER, "b.png", ANSWER));
        PredictionResult foreign = result(List.of(), Map.of("a.png", "no class of the model"));

        assertThat(right.evaluation()).isNotNull();
        assertThat(right.lines()).hasSizeGreaterThan(2).last().asString().contains("accuracy 1.000");
        assertThat(foreign.evaluation()).isNull();
    }
}
