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
                .satisfiesExactly(test -> assertThat(test).contains("test split"));
        assertThat(TrainingNeeds.withoutValidation(Map.of(Split.TRAIN, counts(9, 9))))
                .hasValueSatisfying(validation -> assertThat(validation).contains("validation split"));
        assertThat(TrainingNeeds.withoutValidation(counts(counts(9, 9), counts(1, 0), counts(0, 1))))
                .isEmpty();
    }

    @Test
    void aClassWithoutTestImageCannotBeJudged() {
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(0, 9), 1))
                .containsExactly("no test image of \"ill\"; at least 1 of each class is needed");
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(0, 0), 1))
                .as("a training refuses it")
                .isEmpty();
    }

    @Test
    void aGateThatNeedsMoreOfEachClassIsQuotedWithItsOwnNumber() {
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(2, 9), 3))
                .containsExactly("only 2 test images of \"ill\"; at least 3 of each class are needed");
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(0, 9), 3))
                .containsExactly("no test image of \"ill\"; at least 3 of each class are needed");
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(3, 9), 3)).isEmpty();
    }

    /** Of two classes, 5 images answered right are sqrt(5) = 2.24 standard deviations above chance, and 6 are 2.45. */
    @Test
    void soFewTestImagesThatNoAnswersBeatChanceAreToldWithTheNumberThatWould() {
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(1, 1), 1))
                .containsExactly(
                        "2 test images are too few: with fewer than 6 not even answers that are all right can be"
                                + " told from chance");
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(3, 2), 1)).hasSize(1);
        assertThat(TrainingNeeds.unjudgeable(LABELS, counts(5, 1), 1)).isEmpty();
        assertThat(TrainingNeeds.fewestTestImages(2)).isEqualTo(6);
        assertThat(TrainingNeeds.fewestTestImages(3)).isEqualTo(3);
        assertThat(TrainingNeeds.fewestTestImages(9)).isEqualTo(9);
    }

    private static Map<Split, ClassDistribution> counts(
            ClassDistribution train, ClassDistribution validation, ClassDistribution test) {
        return Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test);
    }

    private static ClassDistribution counts(long ill, long well) {
        return new ClassDistribution(List.of(ill, well));
    }
}
