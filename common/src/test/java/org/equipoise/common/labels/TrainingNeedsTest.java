package org.equipoise.common.labels;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingNeedsTest {

    private static final LabelSet LABELS = new LabelSet(List.of("ill", "well"));

    @Test
    void oneImageLessThanAClassNeedsIsMissedAndTheNumberItselfIsEnough() {
        long enough = TrainingNeeds.TRAINING_IMAGES_PER_CLASS;

        assertThat(TrainingNeeds.missing(LABELS, counts(counts(enough, enough), counts(1, 0), counts(0, 1))))
                .isEmpty();
        assertThat(TrainingNeeds.missing(LABELS, counts(counts(enough, enough - 1), counts(1, 0), counts(0, 1))))
                .singleElement()
                .asString()
                .contains("\"well\"", String.valueOf(enough - 1));
    }

    @Test
    void aSplitThatIsNotThereIsMissedByItsName() {
        assertThat(TrainingNeeds.missing(LABELS, Map.of(Split.TRAIN, counts(9, 9))))
                .satisfiesExactly(
                        validation -> assertThat(validation).contains("validation split"),
                        test -> assertThat(test).contains("test split"));
    }

    @Test
    void aClassWithoutTestImageCannotBeJudged() {
        assertThat(TrainingNeeds.unjudged(LABELS, counts(counts(9, 9), counts(9, 9), counts(0, 3))))
                .containsExactly("ill");
        assertThat(TrainingNeeds.unjudged(LABELS, Map.of())).isEmpty();
    }

    private static Map<Split, ClassDistribution> counts(
            ClassDistribution train, ClassDistribution validation, ClassDistribution test) {
        return Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test);
    }

    private static ClassDistribution counts(long ill, long well) {
        return new ClassDistribution(List.of(ill, well));
    }
}
