package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.trainer.evaluation.TemperatureScaling;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.CostMatrix;
import org.equipoise.trainer.recipe.Recipe.AnswerSettings;
import org.equipoise.trainer.recipe.Recipe.Calibration;
import org.equipoise.trainer.recipe.SoughtClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AnswerCorrectionTest {

    private static final List<Double> EVEN = List.of(.5, .5);
    private static final List<Long> COUNTS = List.of(75L, 25L);

    @Test
    void aFullAdjustmentTakesTheAssumedSharesOut() {
        List<Double> offsets = AnswerCorrection.offsets(settings(1, List.of()), List.of(.75, .25));

        assertThat(offsets.get(1) - offsets.get(0)).isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void answersThatAssumeEvenClassesAreNotAdjustedAgain() {
        assertThat(AnswerCorrection.offsets(settings(1, List.of()), EVEN)).containsExactly(0.0, 0.0);
    }

    /** By hand: .9 of .75 and .1 of .25; written to two digits, the shares need not sum to 1. */
    @Test
    void aKnownPrevalenceTakesThePlaceOfTheAdjustment() {
        List<Double> natural = AnswerCorrection.offsets(settings(1, List.of(.9, .1)), List.of(.75, .25));
        List<Double> even = AnswerCorrection.offsets(settings(0, List.of(.9, .1)), EVEN);
        List<Double> rough = AnswerCorrection.offsets(settings(0, List.of(.9, .105)), EVEN);

        assertThat(natural.get(0)).isCloseTo(Math.log(.9 / .75), within(1e-12));
        assertThat(natural.get(1)).isCloseTo(Math.log(.1 / .25), within(1e-12));
        assertThat(even.get(0) - even.get(1)).isCloseTo(Math.log(9), within(1e-12));
        assertThat(rough.get(0) - rough.get(1)).isCloseTo(Math.log(.9 / .105), within(1e-12));
    }

    @Test
    void halfOfTheAdjustmentIsForSharesBetween() {
        AnswerCorrection correction =
                AnswerCorrection.of(settings(.5, List.of()), List.of(.75, .25), COUNTS, UnseenAnswers.of(calibrated()));

        // sqrt(3) : 1
        assertThat(correction.shares().get(0)).isCloseTo(.6339746, within(1e-6));
    }

    /** Moved from even classes to 99 : 1, honest answers stay honest, but on an even split they look too timid. */
    @Test
    void aCalibratedNetworkNeedsNoTemperatureAtAnotherPrevalence() {
        SplitPredictions validation = calibrated();

        AnswerCorrection correction =
                AnswerCorrection.of(settings(0, List.of(.99, .01)), EVEN, COUNTS, UnseenAnswers.of(validation));

        assertThat(correction.correction().temperature()).isCloseTo(1, within(1e-3));
        assertThat(correction.shares().get(0)).isCloseTo(.99, within(1e-12));
        assertThat(TemperatureScaling.fit(correction
                                .correction()
                                .uncalibrated()
                                .applied(validation)
                                .labelled()
                                .orElseThrow())
                        .temperature())
                .isNotCloseTo(1, within(.2));
    }

    @Test
    void whereTheAnswersAreForTheSplitsSharesEveryImageCountsTheSame() {
        SplitPredictions validation = new SplitPredictions(2, new int[] {0, 0, 0, 1, 1, 1}, new float[] {
            .99f, .01f, .9f, .1f, .2f, .8f, .3f, .7f, .6f, .4f, .05f, .95f
        });

        AnswerCorrection correction =
                AnswerCorrection.of(settings(0, List.of()), EVEN, COUNTS, UnseenAnswers.of(validation));

        assertThat(correction.calibrated()).isTrue();
        assertThat(correction.correction().temperature())
                .isCloseTo(
                        TemperatureScaling.fit(validation.labelled().orElseThrow())
                                .temperature(),
                        within(1e-9));
    }

    @Test
    void withoutCalibrationThereAreOnlyOffsets() {
        AnswerCorrection correction = AnswerCorrection.of(
                new AnswerSettings(1, List.of(), Symmetry.NONE, Calibration.NONE),
                List.of(.75, .25),
                COUNTS,
                UnseenAnswers.of(calibrated()));

        assertThat(correction.calibrated()).isFalse();
        assertThat(correction.correction().temperature()).isEqualTo(1);
        assertThat(correction.shares().get(0)).isCloseTo(.5, within(1e-12));
    }

    /**
     * Even answers to a split of 90 and 10. On the way to the prevalence a rare image that is answered with .55 goes
     * over to the frequent one: right for accuracy, which gains the 20 doubtful frequent ones, wrong for the recalls.
     */
    @Test
    void anAimChoosesHowFarTheAnswersReturn() {
        SplitPredictions validation = doubtful();

        AnswerCorrection balanced =
                AnswerCorrection.of(aim(AnswerAim.BALANCED, "none"), EVEN, NINE, UnseenAnswers.of(validation));
        AnswerCorrection accuracy =
                AnswerCorrection.of(aim(AnswerAim.ACCURACY, "none"), EVEN, NINE, UnseenAnswers.of(validation));
        AnswerCorrection dear =
                AnswerCorrection.of(aim(AnswerAim.COST, "0,1;50,0"), EVEN, NINE, UnseenAnswers.of(validation));
        AnswerCorrection cheap =
                AnswerCorrection.of(aim(AnswerAim.COST, "0,50;1,0"), EVEN, NINE, UnseenAnswers.of(validation));

        assertThat(balanced.shares()).containsExactly(.5, .5);
        assertThat(balanced.correction().offsets()).containsExactly(0.0, 0.0);
        assertThat(accuracy.shares().get(0)).isGreaterThan(.6);
        assertThat(dear.shares()).containsExactly(.5, .5);
        assertThat(cheap.shares()).isEqualTo(accuracy.shares());
        assertThat(PriorCurve.strengthOf(balanced.shares(), NINE)).hasValue(0);
        assertThat(balanced.assumed()).containsExactly(.5, .5);
        assertThat(accuracy.assumed().get(0)).isCloseTo(.5, within(1e-12));
    }

    /** What the parts answer is higher than what the whole does: a quantile of both would be that of neither. */
    @Test
    void aThresholdIsChosenOnTheValidationSplitAlone() {
        SplitPredictions validation = doubtful();
        SplitPredictions higher = new LogitCorrection(List.of(-1.0, 1.0), 1).applied(doubtful());
        var unseen = new UnseenAnswers(validation, higher, List.of());
        var sought = new SoughtClass(1, .9);
        var settings = new AnswerSettings(
                0,
                List.of(),
                AnswerAim.SENSITIVITY,
                new CostMatrix(List.of()),
                sought,
                Symmetry.NONE,
                Calibration.TEMPERATURE);

        AnswerCorrection correction = AnswerCorrection.of(settings, EVEN, NINE, unseen);

        List<Double> offsets = SoughtThreshold.offsets(sought, validation);
        assertThat(correction.correction().offsets()).isEqualTo(offsets);
        assertThat(SoughtThreshold.offsets(sought, unseen.all())).isNotEqualTo(offsets);
        assertThat(correction.correction().temperature())
                .isNotEqualTo(AnswerCorrection.of(settings, EVEN, NINE, UnseenAnswers.of(validation))
                        .correction()
                        .temperature());
    }

    private static final List<Long> NINE = List.of(900L, 100L);

    private static SplitPredictions doubtful() {
        int[] labels = new int[100];
        float[] probabilities = new float[200];
        for (int i = 0; i < 100; i++) {
            labels[i] = i < 90 ? 0 : 1;
            double rare = i < 20 ? .6 : i < 90 ? .1 : i < 95 ? .7 : .55;
            probabilities[2 * i] = (float) (1 - rare);
            probabilities[2 * i + 1] = (float) rare;
        }
        return new SplitPredictions(2, labels, probabilities);
    }

    private static AnswerSettings aim(AnswerAim aim, String costs) {
        List<List<Double>> rows = costs.equals("none")
                ? List.of()
                : java.util.stream.Stream.of(costs.split(";"))
                        .map(row -> java.util.stream.Stream.of(row.split(","))
                                .map(Double::valueOf)
                                .toList())
                        .toList();
        return new AnswerSettings(0, List.of(), aim, new CostMatrix(rows), null, Symmetry.NONE, Calibration.NONE);
    }

    /** Of 100 images answered with probability p, 100 p are of that class; as many of either class. */
    private static SplitPredictions calibrated() {
        List<Integer> labels = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int percent : new int[] {60, 75, 90, 97, 40, 25, 10, 3}) {
            for (int i = 0; i < 100; i++) {
                labels.add(i < percent ? 0 : 1);
                first.add(percent / 100.0);
            }
        }
        float[] probabilities = new float[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            probabilities[2 * i] = first.get(i).floatValue();
            probabilities[2 * i + 1] = (float) (1 - first.get(i));
        }
        return new SplitPredictions(
                2, labels.stream().mapToInt(Integer::intValue).toArray(), probabilities);
    }

    private static AnswerSettings settings(double adjustment, List<Double> prevalence) {
        return new AnswerSettings(adjustment, prevalence, Symmetry.NONE, Calibration.TEMPERATURE);
    }
}
