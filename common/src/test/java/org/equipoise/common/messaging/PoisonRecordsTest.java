package org.equipoise.common.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.equipoise.common.events.Dated;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoisonRecordsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private static final Map<String, Dated> EVENTS = Map.of(
            Topics.STUDIES_PUBLISHED, EventExamples.studyPublished(),
            Topics.IMAGES_INGESTED, EventExamples.imageIngested(),
            Topics.LABELS_SUBMITTED, EventExamples.labelSubmitted(),
            Topics.DATASETS_DECLARED, EventExamples.datasetDeclared(),
            Topics.SHARDS_REQUESTED, EventExamples.shardRequested(),
            Topics.PREDICTIONS_MADE, EventExamples.predictionMade(),
            Topics.MODELS_DECIDED, EventExamples.modelDecided());

    @Test
    void whatIsMalformedByItsValueCannotBeReadAndWhatIsOddCan() {
        EVENTS.forEach((topic, event) -> {
            for (Poison poison : poisons(topic, event)) {
                if (poison.malformed() && !poison.kind().contains("key")) {
                    assertThatThrownBy(() -> EventCodec.read(poison.record().value(), event.getClass(), NOW))
                            .as("%s: %s", topic, poison.kind())
                            .isInstanceOf(MalformedEventException.class);
                } else if (!poison.malformed()) {
                    assertThat(read(poison.record().value(), event.getClass()))
                            .as("%s: %s", topic, poison.kind())
                            .isEqualTo(event);
                }
            }
        });
    }

    @Test
    void everyKindHasANameOfItsOwn() {
        List<Poison> all = poisons(Topics.STUDIES_PUBLISHED, EventExamples.studyPublished());

        assertThat(all).extracting(Poison::kind).doesNotHaveDuplicates();
        assertThat(all).hasSizeGreaterThan(40);
    }

    private static List<Poison> poisons(String topic, Dated event) {
        Function<String, Good> good = name -> new Good("key", event);
        return PoisonRecords.to(topic, good).keyMatters().all();
    }

    private static Dated read(byte[] value, Class<? extends Dated> type) {
        try {
            return EventCodec.read(value, type, NOW);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
