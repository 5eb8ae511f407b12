package org.equipoise.trainer.training;

import java.util.List;
import java.util.Map;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/** Three images of one class to one of the other. */
class RunBalanceTest {

    private static final List<Long> COUNTS = List.of(300L, 100L);

    @Test
    void weightsWaitForTheirEpochAndTheClassifiersEpochsAreDrawnEvenly() {
        RunBalance balance = balance(
                Map.of("epochs", "4", "classWeights", "balanced", "reweightFrom", "0.5", "classifierEpochs", "1"));

        List<ShardSource.Plan.Epoch> epochs = balance.epochs();

        assertThat(epochs)
                .extracting(epoch -> epoch.sampling().sampling())
                .containsExactly(Sampling.NATURAL, Sampling.NATURAL, Sampling.NATURAL, Sampling.BALANCED);
        assertThat(epochs.get(1).classWeights()).containsExactly(1.0, 1.0);
        assertThat(epochs.get(2).classWeights()).containsExactly(400 / 600.0, 2.0);
        assertThat(epochs.get(3).classWeights()).containsExactly(1.0, 1.0);
    }

    /** 0.99 of 10 epochs rounds to all of them. */
    @Test
    void howeverLateThereIsAnEpochWithTheClassWeights() {
        RunBalance balance = balance(Map.of("epochs", "10", "classWeights", "balanced", "reweightFrom", "0.99"));

        assertThat(balance.epochs().get(8).classWeights()).containsExactly(1.0, 1.0);
        assertThat(balance.epochs().get(9).classWeights()).containsExactly(400 / 600.0, 2.0);
    }

    /**
     * By hand from the counts 3 : 1. Effective number, beta 0.99: {@code 3 / (1 - .99^300)} to {@code 1 / (1 -
     * .99^100)}. Half of the adjustment leaves {@code sqrt 3 : 1}.
     */
    @ParameterizedTest
    @CsvSource({
        "'', 0.75",
        "sampling=balanced, 0.5",
        "mixup=1, 0.75",
        "mixup=1 mixupPartner=balanced, 0.6875",
        "mixup=1 mixupPartner=balanced classWeights=balanced, 0.42307692",
        "sampling=square-root, 0.6339746",
        "sampling=effective-number effectiveNumberBeta=0.99, 0.6666649",
        "sampling=effective-number effectiveNumberBeta=0, 0.75",
        "sampling=minority-quota minorityShare=0.4, 0.6",
        "sampling=minority-quota minorityShare=0.1, 0.75",
        "sampling=minority-quota minorityShare=0.5 mostRepeats=1, 0.75",
        "sampling=minority-quota minorityShare=0.4 classifierEpochs=1, 0.5",
        "classWeights=balanced, 0.5",
        "classWeights=effective-number effectiveNumberBeta=0.99, 0.6666649",
        "classWeights=effective-number effectiveNumberBeta=0, 0.75",
        "loss=logit-adjusted, 0.5",
        "loss=logit-adjusted lossAdjustment=0.5, 0.6339746",
        "classifierEpochs=1, 0.5",
        "classWeights=balanced reweightFrom=0.5, 0.5",
        "sampling=balanced classWeights=balanced, 0.25",
        "sampling=balanced loss=logit-adjusted, 0.25",
        "classWeights=balanced classifierEpochs=1, 0.5"
    })
    void theLastEpochsAnswersAssumeTheSharesThatTheLossSees(String settings, double share) {
        List<Double> assumed = balance(settings).in(5).assumedShares();

        assertThat(assumed.get(0)).isCloseTo(share, within(1e-6));
        assertThat(assumed.get(1)).isCloseTo(1 - share, within(1e-6));
    }

    /** By hand from the counts 3 : 1, as above; what training corrects by itself is as it was drawn. */
    @ParameterizedTest
    @CsvSource({
        "'', 0.5",
        "sampling=balanced, 0.5",
        "loss=focal, 0.5",
        "classWeights=balanced, 0.75",
        "classWeights=effective-number effectiveNumberBeta=0.99, 0.6000019",
        "classWeights=balanced reweightFrom=0.5, 0.5",
        "loss=logit-adjusted, 0.75",
        "loss=logit-adjusted lossAdjustment=0.5, 0.6339746",
        "classifierEpochs=1, 0.5"
    })
    void inTheFirstEpochsUnbiasedSharesTheEvenAnswerIsTheBestConstantOne(String settings, double share) {
        EpochBalance first = balance(settings).in(0);

        List<Double> shares = first.unbiasedShares();

        assertThat(shares.get(0)).isCloseTo(share, within(1e-6));
        assertThat(shares.get(1)).isCloseTo(1 - share, within(1e-6));
        double[] gradient = gradientOfTheEvenAnswer(first.loss(), shares);
        assertThat(gradient[0]).isCloseTo(gradient[1], within(1e-5));
    }

    /** Of the mean loss by each class's logit, where all are 0. */
    private static double[] gradientOfTheEvenAnswer(Loss loss, List<Double> shares) {
        double step = 1e-5;
        double[] gradient = new double[2];
        for (int k = 0; k < 2; k++) {
            for (int truth = 0; truth < 2; truth++) {
                double[] up = new double[2];
                double[] down = new double[2];
                up[k] = step;
                down[k] = -step;
                gradient[k] += shares.get(truth) * (loss.of(up, truth) - loss.of(down, truth)) / (2 * step);
            }
        }
        return gradient;
    }

    @Test
    void beforeAStageBeginsItsBalanceDoesNotCount() {
        assertThat(balance("classifierEpochs=1").in(4).assumedShares()).containsExactly(0.75, 0.25);
        assertThat(balance("classWeights=balanced reweightFrom=0.5").in(2).assumedShares())
                .containsExactly(0.75, 0.25);
        assertThat(balance("classWeights=balanced reweightFrom=0.5").in(2).priorEntropy())
                .isCloseTo(0.5623351446, within(1e-9));
        assertThat(balance("classWeights=balanced reweightFrom=0.5").in(3).priorEntropy())
                .isCloseTo(Math.log(2), within(1e-9));
    }

    /** By hand: the entropy of 3/4 and 1/4; log 2; and 1/3 of -log 1/4 with 1 of -log 3/4. */
    @Test
    void thePriorIsTheOneThatAnEpochDrawsAndWeighs() {
        assertThat(balance("").in(0).priorEntropy()).isCloseTo(0.5623351446, within(1e-9));
        assertThat(balance("sampling=balanced").in(0).priorEntropy()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(balance("sampling=balanced classWeights=balanced").in(0).priorEntropy())
                .isCloseTo(0.7497801929, within(1e-9));
    }

    /** The split has three images of a class for four of the other, the training another ratio. */
    @ParameterizedTest
    @CsvSource({
        "'', 0.75",
        "sampling=balanced, 0.5",
        "classWeights=balanced, 0.5",
        "classWeights=effective-number effectiveNumberBeta=0.99, 0.6666649",
        "sampling=balanced classWeights=balanced, 0.25",
        "labelSmoothing=0.1, 0.725"
    })
    void theBestConstantAnswerCostsThePriorEntropyWhateverTheSplitsShares(String settings, double constant) {
        float[] probabilities = new float[14];
        for (int i = 0; i < 7; i++) {
            probabilities[2 * i] = (float) constant;
            probabilities[2 * i + 1] = (float) (1 - constant);
        }
        var validation = new SplitPredictions(2, new int[] {0, 0, 0, 1, 1, 1, 1}, probabilities);
        EpochBalance epoch = balance(settings).in(5);

        assertThat(epoch.validationLoss(validation)).isCloseTo(epoch.priorEntropy(), within(1e-6));
    }

    /** By hand: 3/4 of the mean of -log .9 and -log .6, 1/4 of -log .5. */
    @Test
    void aValidationLossCountsTheClassesAsTheTrainingLossDoes() {
        var validation = new SplitPredictions(2, new int[] {0, 0, 1}, new float[] {.9f, .1f, .6f, .4f, .5f, .5f});

        assertThat(balance("").in(0).validationLoss(validation))
                .isCloseTo(.75 * -(Math.log(.9) + Math.log(.6)) / 2 + .25 * -Math.log(.5), within(1e-6));
    }

    @Test
    void aClassWithoutValidationImagesIsCountedByTheOthers() {
        var validation = new SplitPredictions(2, new int[] {0}, new float[] {.9f, .1f});

        assertThat(balance("classWeights=balanced").in(0).validationLoss(validation))
                .isCloseTo(-Math.log(.9), within(1e-6));
    }

    @Test
    void aPrevalenceOfOtherClassesIsRefused() {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> balance(Map.of("prevalence", "0.5,0.3,0.2")))
                .withMessageContaining("each of 2 classes");
    }

    @Test
    void aRunSaysHowManyImagesStandBehindADraw() {
        var labels = new LabelSet(List.of("a", "b"));

        assertThat(balance("").in(0).draws(labels)).isEmpty();
        assertThat(balance("sampling=balanced").in(0).draws(labels))
                .isEqualTo("an epoch draws \"a\" 200 times from 200 images, \"b\" 200 times from 100 images");
        assertThat(balance("sampling=minority-quota minorityShare=0.3").in(0).draws(labels))
                .isEqualTo("an epoch draws \"a\" 280 times from 280 images, \"b\" 120 times from 100 images");
    }

    /** Six epochs of the naive recipe with {@code key=value} pairs between blanks. */
    private static RunBalance balance(String settings) {
        var given = new java.util.HashMap<String, String>();
        for (String pair : settings.isBlank() ? new String[0] : settings.split(" ")) {
            given.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return balance(given);
    }

    private static RunBalance balance(Map<String, String> settings) {
        var counts = new ClassDistribution(COUNTS);
        var fingerprint = new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(28, 28, 1), counts, counts, counts);
        ChosenRecipe chosen = RecipeBook.choose("naive", settings, fingerprint, false);
        return new RunBalance(chosen.recipe(), RunPlan.of(chosen), COUNTS);
    }
}
