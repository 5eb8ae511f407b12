package org.equipoise.common.evaluation;

import java.util.List;

import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EvaluationTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    @Test
    void readsEveryNumberOffTheConfusionMatrix() {
        var evaluation = evaluation(List.of(8L, 1L, 1L), List.of(2L, 2L, 0L), List.of(0L, 0L, 1L));

        assertThat(evaluation.images()).isEqualTo(15);
        assertThat(evaluation.accuracy()).isEqualTo(11 / 15.0);
        assertThat(evaluation.majorityShare()).isEqualTo(10 / 15.0);
        assertThat(evaluation.balancedAccuracy()).isEqualTo((0.8 + 0.5 + 1) / 3);
        var benign = evaluation.classes().get(1);
        assertThat(benign.name()).isEqualTo("benign");
        assertThat(benign.support()).isEqualTo(4);
        assertThat(benign.predicted()).isEqualTo(3);
        assertThat(benign.recall()).isEqualTo(0.5);
        assertThat(benign.precision()).isEqualTo(2 / 3.0);
        assertThat(benign.recallLower()).isBetween(0.0, 0.5);
        assertThat(benign.recallUpper()).isBetween(0.5, 1.0);
        assertThat(evaluation.minimumRecall()).isEqualTo(0.5);
    }

    /** By hand: with z = 1.96, z² = 3.8415 and p = 2/3 of n = 3, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). */
    @Test
    void aPrecisionHasTheIntervalOfTheHitsAmongItsAnswers() {
        var evaluation = evaluation(List.of(8L, 1L, 1L), List.of(2L, 2L, 0L), List.of(0L, 0L, 1L));

        assertThat(evaluation.classes().get(1).precisionLower()).isCloseTo(0.2077, within(1e-4));
        assertThat(evaluation.classes().get(1).precisionUpper()).isCloseTo(0.9385, within(1e-4));
    }

    @Test
    void aRecordWrittenBeforePrecisionsHadIntervalsIsRead() throws MalformedEventException {
        String old = "{\"name\":\"benign\",\"support\":4,\"predicted\":3,\"recall\":0.5,\"precision\":0.6,"
                + "\"f1\":0.5,\"recallLower\":0.1,\"recallUpper\":0.9}";

        var read = EventCodec.read(old.getBytes(java.nio.charset.StandardCharsets.UTF_8), Evaluation.PerClass.class);

        assertThat(read).isEqualTo(new Evaluation.PerClass("benign", 4, 3, 0.5, 0.6, 0.5, 0.1, 0.9));
        assertThat(read.precisionLower()).isNull();
        assertThat(read.precisionUpper()).isNull();
    }

    @Test
    void answeringOneClassIsACollapse() {
        assertThat(evaluation(List.of(87L, 0L, 0L), List.of(9L, 0L, 0L), List.of(4L, 0L, 0L))
                        .collapsed())
                .isTrue();
    }

    @Test
    void oneLostClassIsEnough() {
        assertThat(evaluation(List.of(87L, 0L, 0L), List.of(1L, 8L, 0L), List.of(4L, 0L, 0L))
                        .collapsed())
                .isTrue();
    }

    @Test
    void tenPerCentIsStillLostAndElevenIsNot() {
        assertThat(evaluation(List.of(50L, 0L, 0L), List.of(9L, 1L, 0L), List.of(0L, 0L, 9L))
                        .collapsed())
                .isTrue();
        assertThat(evaluation(List.of(50L, 0L, 0L), List.of(8L, 1L, 0L), List.of(0L, 0L, 9L))
                        .collapsed())
                .isFalse();
    }

    @Test
    void aClassWithoutImagesIsNotLost() {
        assertThat(evaluation(List.of(50L, 0L, 1L), List.of(0L, 0L, 0L), List.of(1L, 0L, 9L))
                        .collapsed())
                .isFalse();
    }

    /** Two names exchanged is a fault of its own: nothing takes more than its share of the answers. */
    @Test
    void swappedLabelsAreNoCollapse() {
        assertThat(evaluation(List.of(0L, 5L, 0L), List.of(5L, 0L, 0L), List.of(0L, 0L, 5L))
                        .collapsed())
                .isFalse();
    }

    /** Class 1 is answered too often and wrongly, but no other class swallows it. */
    @Test
    void theClassThatTakesTooMuchMustBeAnotherThanTheLostOne() {
        assertThat(evaluation(List.of(80L, 15L, 5L), List.of(5L, 0L, 0L), List.of(0L, 6L, 10L))
                        .collapsed())
                .isFalse();
    }

    @Test
    void undefinedNumbersAreAbsentOnTheWire() throws MalformedEventException {
        var evaluation = evaluation(List.of(5L, 0L, 0L), List.of(0L, 0L, 0L), List.of(1L, 0L, 4L));

        byte[] json = EventCodec.write(evaluation);

        assertThat(new String(json, java.nio.charset.StandardCharsets.UTF_8))
                .contains(
                        "{\"name\":\"benign\",\"support\":0,\"predicted\":0,\"f1\":0.0,\"recallLower\":0.0,\"recallUpper\":1.0,\"precisionLower\":0.0,\"precisionUpper\":1.0}");
        assertThat(EventCodec.read(json, Evaluation.class)).isEqualTo(evaluation);
    }

    @Test
    void aConfusionMatrixAloneKnowsNoProbabilities() {
        var evaluation = evaluation(List.of(5L, 0L, 0L), List.of(0L, 3L, 0L), List.of(1L, 0L, 4L));

        assertThat(evaluation.auc()).isNull();
        assertThat(evaluation.calibrationError()).isNull();
        assertThat(new String(EventCodec.write(evaluation), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("auc", "calibrationError", "null");
    }

    @Test
    void refusesALabelSetOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(new ConfusionMatrix(2), LABELS))
                .withMessageContaining("2 classes for 3 labels");
    }

    @SafeVarargs
    private static Evaluation evaluation(List<Long>... rows) {
        return Evaluation.of(ConfusionMatrix.of(List.of(rows)), LABELS);
    }
}
