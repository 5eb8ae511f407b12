package org.equipoise.common.evaluation;

import java.util.List;

import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerFaultTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    @Test
    void oneClassForEveryImageIsACollapse() {
        assertThat(words(List.of(List.of(200L, 0L, 0L), List.of(20L, 0L, 0L), List.of(10L, 0L, 0L))))
                .isEqualTo("collapsed: every answer is none");
    }

    /** 2 of 20 and 1 of 10 are recalls of 0.10: both lost; 226 of 230 answers are "none". */
    @Test
    void aFewOtherAnswersAreStillACollapse() {
        assertThat(words(List.of(List.of(199L, 1L, 0L), List.of(18L, 2L, 0L), List.of(9L, 0L, 1L))))
                .isEqualTo("collapsed: 0.983 of the answers are none");
    }

    @Test
    void oneLostClassBesideOthersThatAreToldApartIsNoCollapse() {
        assertThat(words(List.of(List.of(190L, 10L, 0L), List.of(5L, 15L, 0L), List.of(4L, 6L, 0L))))
                .isEqualTo("class lost: malignant");
    }

    /** Every class is lost to another: nothing is told apart, and yet no class takes everything. */
    @Test
    void classesThatAreTakenForEachOtherAreLostAndNoCollapse() {
        assertThat(words(List.of(List.of(0L, 10L, 0L), List.of(0L, 0L, 10L), List.of(10L, 0L, 0L))))
                .isEqualTo("classes lost: none, benign, malignant");
    }

    @Test
    void aClassWithoutImagesIsNotLost() {
        assertThat(AnswerFault.of(evaluation(List.of(List.of(9L, 1L, 0L), List.of(1L, 9L, 0L), List.of(0L, 0L, 0L)))))
                .isEmpty();
    }

    /** A thousand to one: a healthy model, too, answers almost always the same. */
    @Test
    void aRareClassThatIsFoundIsNoFaultHoweverRareItIs() {
        assertThat(AnswerFault.of(
                        evaluation(List.of(List.of(5000L, 0L, 0L), List.of(1L, 4L, 0L), List.of(0L, 0L, 5L)))))
                .isEmpty();
    }

    private static String words(List<List<Long>> rows) {
        return AnswerFault.of(evaluation(rows)).orElseThrow().words(LABELS);
    }

    private static Evaluation evaluation(List<List<Long>> rows) {
        return Evaluation.of(ConfusionMatrix.of(rows), LABELS);
    }
}
