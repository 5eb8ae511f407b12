package org.equipoise.local.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.Publication.PublishedImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionClientTest {

    private static final ImageIngested INGESTED = EventExamples.imageIngested();

    private final Publication publication = new Publication(
            "lung",
            INGESTED.sourceKeys().stream()
                    .map(key -> new PublishedImage(INGESTED.studyId(), key, key, null))
                    .toList());
    private final PredictionClient.Collection answers = new PredictionClient.Collection(publication);

    @Test
    void imagesOfOneStudyWithTheSamePixelsHaveTheSameAnswer() {
        answers.accept(record(Topics.IMAGES_INGESTED, INGESTED));
        answers.accept(record(Topics.PREDICTIONS_MADE, EventExamples.predictionMade()));

        assertThat(publication.images()).hasSize(2);
        assertThat(answers.answers(publication))
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.prediction()).isEqualTo(EventExamples.predictionMade()));
    }

    @Test
    void whatWasNotScoredIsRefusedForAllOfThemWithTheReason() {
        ConsumerRecord<String, byte[]> dead = record(Topics.deadLetters(Topics.IMAGES_INGESTED), INGESTED);
        dead.headers().add("dead-letter-reason", "no champion".getBytes(StandardCharsets.UTF_8));

        answers.accept(dead);

        assertThat(answers.answers(publication))
                .extracting(PredictionClient.Answer::refusal)
                .isEqualTo(List.of("no champion", "no champion"));
    }

    @Test
    void anAnswerThatComesBeforeItsImageWaitsForIt() {
        answers.accept(record(Topics.PREDICTIONS_MADE, EventExamples.predictionMade()));
        assertThat(answers.answers(publication))
                .extracting(PredictionClient.Answer::refusal)
                .containsOnly("lost");

        answers.accept(record(Topics.IMAGES_INGESTED, INGESTED));

        assertThat(answers.answers(publication)).noneMatch(answer -> answer.prediction() == null);
    }

    private static ConsumerRecord<String, byte[]> record(String topic, Object event) {
        return new ConsumerRecord<>(topic, 0, 0, "k", EventCodec.write(event));
    }
}
