package org.equipoise.trainer.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.scoring.ScoringOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IsolatingScorerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final List<String> unforeseen = new ArrayList<>();

    @Test
    void anImageThatFailsAsNobodyForesawIsPutAsideWithTheFaultAndTheOthersAreScored() {
        var scorer = new IsolatingScorer(
                images -> answers(images, new ArithmeticException("long overflow")), unforeseen::add);

        List<ScoringOutcome> outcomes = scorer.score(batch("good", "bad", "good"));

        assertThat(reasons(outcomes)).hasSize(3);
        assertThat(reasons(outcomes).get(0)).isEmpty();
        assertThat(reasons(outcomes).get(1))
                .startsWith("unforeseen java.lang.ArithmeticException: long overflow")
                .contains(" at ", "IsolatingScorerTest");
        assertThat(reasons(outcomes).get(2)).isEmpty();
        assertThat(unforeseen).containsExactly("images.ingested");
    }

    @Test
    void anEndlessRecursionIsSuchAFault() {
        var scorer = new IsolatingScorer(
                images -> {
                    throw new StackOverflowError();
                },
                unforeseen::add);

        assertThat(reasons(scorer.score(batch("bad"))).get(0)).startsWith("unforeseen java.lang.StackOverflowError");
    }

    @Test
    void anOutagePutsNothingAside() {
        for (var outage : List.of(new StorageException("down", null), new TimeoutException("no answer"))) {
            var scorer = new IsolatingScorer(images -> answers(images, outage), unforeseen::add);

            assertThatThrownBy(() -> scorer.score(batch("good", "bad"))).isSameAs(outage);
        }
        assertThat(unforeseen).isEmpty();
        assertThat(Outages.isOutage(new RecordTooLargeException("2 MB"))).isFalse();
    }

    /** Memory may lack because of a training beside it, but not for ever because of one image. */
    @Test
    void anImageForWhichMemoryLacksAgainAndAgainIsPutAsideInTheEnd() {
        var error = new OutOfMemoryError("Java heap space");
        var scorer = new IsolatingScorer(
                images -> {
                    throw error;
                },
                unforeseen::add);

        for (int i = 1; i < IsolatingScorer.MOST_TRIES_WITHOUT_MEMORY; i++) {
            assertThatThrownBy(() -> scorer.score(batch("large"))).isSameAs(error);
        }

        assertThat(reasons(scorer.score(batch("large"))).get(0))
                .startsWith("unforeseen java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void aPredictionThatNoBrokerTakesIsPutAside() {
        int classes = 30_000;
        var labels = IntStream.range(0, classes)
                .mapToObj(k -> "a class with a long name " + k)
                .toList();
        var probabilities =
                IntStream.range(0, classes).mapToObj(k -> 1.0 / classes).toList();
        var huge = new PredictionMade("lung", "v1", "study", "image", null, 1, labels, probabilities, null, NOW, NOW);
        var scorer = new IsolatingScorer(images -> List.of(new ScoringOutcome.Scored(huge)), unforeseen::add);

        assertThat(reasons(scorer.score(batch("good"))).get(0))
                .matches("the prediction has \\d+ bytes, more than 900000");
    }

    private static List<ScoringOutcome> answers(List<ImageIngested> images, RuntimeException fault) {
        if (images.stream().anyMatch(image -> image.studyId().equals("bad"))) {
            throw fault;
        }
        return images.stream()
                .<ScoringOutcome>map(image -> new ScoringOutcome.Scored(new PredictionMade(
                        "lung",
                        "v1",
                        image.studyId(),
                        image.imageId(),
                        null,
                        1,
                        List.of("a", "b"),
                        List.of(.5, .5),
                        null,
                        NOW,
                        NOW)))
                .toList();
    }

    /** The reason of each outcome, empty where the image was scored. */
    private static List<String> reasons(List<ScoringOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.fold(scored -> "", ScoringOutcome.Unscorable::reason))
                .toList();
    }

    private static ScoringBatch batch(String... studies) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String study : studies) {
            var image = new ImageIngested(
                    "lung",
                    "a".repeat(64),
                    study,
                    "lung/a.png",
                    study + "/raw",
                    10,
                    10,
                    1,
                    "CT",
                    null,
                    null,
                    1,
                    "lung",
                    NOW,
                    NOW);
            records.add(new ConsumerRecord<>(
                    "images.ingested", 0, records.size(), new byte[] {1}, EventCodec.write(image)));
        }
        return ScoringBatch.of(records, NOW);
    }
}
