package org.equipoise.common.messaging;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionTest {

    private static String days(String topic) {
        String milliseconds = Retention.settings(topic).getOrDefault("retention.ms", "none");
        return milliseconds.equals("-1") ? "for ever" : Long.parseLong(milliseconds) / 86_400_000 + " days";
    }

    @Test
    void deadLettersGoAfterThirtyDays() {
        assertThat(Topics.all())
                .extracting(Topics::deadLetters)
                .allMatch(topic -> days(topic).equals("30 days"));
    }

    @Test
    void whatAnswersAnAuditAndWhatIsRelearnedStays() {
        assertThat(Topics.compacted())
                .allMatch(topic -> days(topic).equals("for ever")
                        && "compact".equals(Retention.settings(topic).get("cleanup.policy")));
        assertThat(List.of(
                        Topics.PREDICTIONS_MADE,
                        Topics.LABELS_SUBMITTED,
                        Topics.LABELS_SUSPECTED,
                        Topics.IMAGES_INGESTED,
                        Topics.MODELS_TRAINED,
                        Topics.CANARIES_REPLAYED))
                .allMatch(topic -> days(topic).equals("for ever"));
    }

    @Test
    void whatSendersSentAndWorkThatIsDoneGoesAfterNinetyDaysFromItsArrival() {
        assertThat(List.of(
                        Topics.STUDIES_PUBLISHED,
                        Topics.IMAGES_REJECTED,
                        Topics.TRAINING_REQUESTED,
                        Topics.TRAINING_PROGRESSED,
                        Topics.DIAGNOSES_REQUESTED,
                        Topics.SHARDS_REQUESTED,
                        Topics.SHARDS_READY))
                .allMatch(topic -> days(topic).equals("90 days"))
                .allMatch(topic ->
                        "LogAppendTime".equals(Retention.settings(topic).get("message.timestamp.type")));
    }
}
