package org.equipoise.diagnosis.predictions;

import java.util.List;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FileDiagnosisTest {

    private static final ClassDistribution EVEN = new ClassDistribution(List.of(500L, 500L));
    /** Entropy of 19 to 1 is 0.1985 nats. */
    private static final double PRIOR = 0.1985;

    @Test
    void imbalanceIsProvedByCountsAndByThePriorThatBringsTheRecallsBack() {
        FileDiagnosis found = Cases.diagnosed(Cases.probabilities(.02, .2), Cases.NINETEEN_TO_ONE, null);

        assertThat(causes(found)).containsExactly("class-imbalance");
        assertThat(found.card().condition()).isEqualTo("collapsed: every answer is none");
        assertThat(found.card().sentence())
                .startsWith("One class has so many more training images")
                .endsWith("Correcting the prior alone repairs it: no class is lost any more.");
        assertThat(found.card().ruledOut())
                .contains("healthy", "prevalence-changed", "labels-shuffled", "classes-inseparable");
        assertThat(found.card().recalls())
                .containsExactly(new ClassRecall("none", 40, 1, 1.0), new ClassRecall("sick", 20, 0, 1.0));
        assertThat(found.card().proof())
                .isNotNull()
                .satisfies(proof -> assertThat(proof.after()).isEqualTo(1));
        assertThat(missing(found)).contains("a look at the labels");
        assertThat(evidence(found, "imbalance-ratio").speaksFor()).containsExactly("class-imbalance");
        assertThat(found.understood()).anyMatch(note -> note.contains("that of --counts; nothing was fitted"));
    }

    /** By hand: shares of the labels are 2/3 and 1/3; 0.4 is above 1/3, 0.02 below. */
    @Test
    void withoutCountsTheSameIsNoProofAndTheCountsAreMissing() {
        FileDiagnosis found = Cases.diagnosed(Cases.probabilities(.02, .4), null, null);

        assertThat(causes(found)).isEmpty();
        assertThat(found.card().sentence())
                .startsWith("Not enough evidence")
                .contains("Correcting the prior alone repairs it");
        assertThat(missing(found)).contains("the number of training images of each class");
        assertThat(found.understood()).anyMatch(note -> note.contains("share of each label in this file"));
    }

    @Test
    void evenTrainingClassesRuleImbalanceOut() {
        assertThat(Cases.diagnosed(Cases.probabilities(.02, .2), EVEN, null)
                        .card()
                        .ruledOut())
                .contains("class-imbalance");
    }

    @Test
    void answersThatRankNothingRuleImbalanceOutWhateverTheCounts() {
        FileDiagnosis found = Cases.diagnosed(Cases.probabilities(.2, .02), Cases.NINETEEN_TO_ONE, null);

        assertThat(causes(found)).isEmpty();
        assertThat(found.card().ruledOut()).contains("class-imbalance").doesNotContain("labels-shuffled");
        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("rank nothing"));
    }

    @Test
    void theSameProbabilitiesForEveryImageAreSaid() {
        FileDiagnosis found = Cases.diagnosed(Cases.probabilities(.2, .2), Cases.NINETEEN_TO_ONE, null);

        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("Every image gets the same"));
        assertThat(found.card().ruledOut()).contains("class-imbalance");
    }

    @Test
    void answersThatAreNotTheMostProbableClassAreReadWrongly() {
        FileDiagnosis found = Cases.diagnosed(Cases.said(.1, .9, 0), null, null);

        assertThat(causes(found)).containsExactly("output-read-wrongly");
        assertThat(found.card().sentence()).contains("read off wrongly").doesNotContain("Correcting the prior");
    }

    @Test
    void aSoftmaxOverTheImagesIsReadWrongly() {
        FileDiagnosis found =
                Cases.diagnosed(Answers.overImages(Cases.CLASSES, Cases.truth(), new int[60]), null, null);

        assertThat(causes(found)).containsExactly("output-read-wrongly");
    }

    @Test
    void everyClassAnsweredIsHealthyAndNothingIsMissing() {
        FileDiagnosis found = Cases.diagnosed(Cases.probabilities(.1, .9), null, Cases.losses(.6, .1));

        assertThat(causes(found)).containsExactly("healthy");
        assertThat(found.card().condition()).isEqualTo("no class is lost");
        assertThat(missing(found)).isEmpty();
        assertThat(found.card().prior()).isNull();
    }

    /** By hand: 8 of 20 are a recall of 0.4, whose interval begins above 0.1. */
    @Test
    void aLowRecallIsNotHealthyAndNoCollapse() {
        int[] answers = Cases.truth();
        java.util.Arrays.fill(answers, 40, 52, 0);

        FileDiagnosis found = Cases.diagnosed(Answers.classes(Cases.CLASSES, Cases.truth(), answers), null, null);

        assertThat(causes(found)).isEmpty();
        assertThat(found.card().sentence()).startsWith("No class is lost, but it is not proved");
        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("the lowest recall is 0.400"));
    }

    /** Half of each class right: no class is lost, and nothing is known. */
    @Test
    void guessingIsNotHealthy() {
        int[] coin = new int[60];
        for (int i = 0; i < 60; i += 2) {
            coin[i] = 1;
        }

        FileDiagnosis found = Cases.diagnosed(Answers.classes(Cases.CLASSES, Cases.truth(), coin), null, null);

        assertThat(causes(found)).isEmpty();
        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("not surely above guessing"));
        assertThat(missing(found)).contains("probabilities or logits");
    }

    /** One of two right: the 95 % interval reaches from 0.095 on. */
    @Test
    void tooFewImagesAreSaid() {
        FileDiagnosis found = Cases.diagnosed(
                Answers.classes(Cases.CLASSES, new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 0}), null, null);

        assertThat(causes(found)).isEmpty();
        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("too few images to be sure of sick"));
        assertThat(missing(found)).contains("more images of none, sick");
    }

    @Test
    void aBareLossCurveIsNotEnoughEvidence() {
        FileDiagnosis found = Cases.diagnosed(null, null, Cases.losses(.6, .5));

        assertThat(causes(found)).isEmpty();
        assertThat(found.card().sentence()).startsWith("Not enough evidence: a loss curve alone");
        assertThat(missing(found)).first().isEqualTo("answers to labelled images");
    }

    @Test
    void aLossThatIsNoNumberIsAnAnswer() {
        FileDiagnosis found = Cases.diagnosed(
                null,
                null,
                new TrainingHistory(
                        List.of(
                                new Epoch(1, .6, null, null, null, null, null),
                                new Epoch(2, null, null, null, null, null, null)),
                        2));

        assertThat(found.card().sentence()).startsWith("The training diverged");
        assertThat(found.reasoning()).anyMatch(sentence -> sentence.contains("from epoch 2 on a loss is no number"));
    }

    @Test
    void aLossThatCameDownRulesOutWhatCannotLearn() {
        assertThat(Cases.diagnosed(
                                Cases.probabilities(.02, .04), Cases.NINETEEN_TO_ONE, Cases.losses(PRIOR, .4 * PRIOR))
                        .card()
                        .ruledOut())
                .contains("capacity-too-small", "learning-rate-too-low", "unsuitable-optimiser", "frozen-weights");
    }

    @Test
    void aLossThatStayedAtAConstantAnswersRulesOutLearningByHeart() {
        assertThat(Cases.diagnosed(
                                Cases.probabilities(.02, .04), Cases.NINETEEN_TO_ONE, Cases.losses(PRIOR, .95 * PRIOR))
                        .card()
                        .ruledOut())
                .contains("too-little-augmentation", "capacity-too-large", "late-unlearning")
                .doesNotContain("learning-rate-too-low");
    }

    @Test
    void whatWasLearntAndLostIsLateUnlearning() {
        assertThat(causes(Cases.diagnosed(
                        Cases.probabilities(.02, .04),
                        Cases.NINETEEN_TO_ONE,
                        Cases.losses(PRIOR, .3 * PRIOR, 1.1 * PRIOR))))
                .containsExactly("late-unlearning");
    }

    @Test
    void aClassThatWasNeverShownIsSaid() {
        FileDiagnosis found =
                Cases.diagnosed(Cases.probabilities(.02, .04), new ClassDistribution(List.of(900L, 0L)), null);

        assertThat(found.reasoning()).anyMatch(sentence -> sentence.startsWith("No training image is of sick"));
        assertThat(found.card().prior()).isNull();
    }

    @Test
    void nothingCannotBeDiagnosed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cases.diagnosed(null, EVEN, null));
    }

    private static List<String> causes(FileDiagnosis found) {
        return found.card().causes().stream().map(NamedCause::cause).toList();
    }

    private static List<String> missing(FileDiagnosis found) {
        return found.card().missing().stream().map(Missing::what).toList();
    }

    private static NamedEvidence evidence(FileDiagnosis found, String measure) {
        return found.card().evidence().stream()
                .filter(known -> known.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }
}
