package org.equipoise.trainer.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.equipoise.trainer.evaluation.TemperatureScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class UnseenAnswersTest {

    private static final List<Double> EVEN = List.of(0.5, 0.5);

    /** Logits of class 1 that are the truth and a noise that all parts share, to which each adds its own. */
    private static final class Drawn {

        private final int[] labels;
        private final double[][] ofParts;

        Drawn(int[] labels, double[][] ofParts) {
            this.labels = labels;
            this.ofParts = ofParts;
        }

        static Drawn of(int images, int parts, double noise, long seed) {
            var random = new SplittableRandom(seed);
            int[] labels = IntStream.range(0, images).map(i -> i % 2).toArray();
            double[][] ofParts = new double[parts][images];
            for (int i = 0; i < images; i++) {
                double shared = 2 * labels[i] - 1 + random.nextGaussian();
                for (int part = 0; part < parts; part++) {
                    ofParts[part][i] = shared + noise * random.nextGaussian();
                }
            }
            return new Drawn(labels, ofParts);
        }

        SplitPredictions whole() {
            return answers(i -> IntStream.range(0, ofParts.length)
                    .mapToDouble(part -> ofParts[part][i])
                    .average()
                    .orElseThrow());
        }

        SplitPredictions part(int part) {
            return answers(i -> ofParts[part][i]);
        }

        /** Each image by one part, in turns of two, so that each part has images of both classes. */
        SplitPredictions inFolds() {
            return answers(i -> ofParts[i / 2 % ofParts.length][i]);
        }

        List<SplitPredictions> parts() {
            return IntStream.range(0, ofParts.length).mapToObj(this::part).toList();
        }

        private SplitPredictions answers(IntToDoubleFunction logit) {
            float[] probabilities = new float[2 * labels.length];
            for (int i = 0; i < labels.length; i++) {
                probabilities[2 * i + 1] = (float) (1 / (1 + Math.exp(-logit.applyAsDouble(i))));
                probabilities[2 * i] = 1 - probabilities[2 * i + 1];
            }
            return new SplitPredictions(2, labels, probabilities);
        }
    }

    private static double temperature(SplitPredictions answers) {
        return TemperatureScaling.fit(answers.labelled().orElseThrow()).temperature();
    }

    /** What one of four says is surer than it is right; all four together are less so. */
    @Test
    void oneTemperatureFitsThePartsAndTheWhole() {
        Drawn validation = Drawn.of(2000, 4, 1.5, 1);
        Drawn training = Drawn.of(8000, 4, 1.5, 2);

        UnseenAnswers unseen = UnseenAnswers.of(validation.whole(), training.part(0), validation.parts());

        double whole = temperature(training.whole());
        assertThat(temperature(training.part(0))).isGreaterThan(1.5 * whole);
        assertThat(temperature(unseen.outOfFold())).isEqualTo(whole, within(0.1 * whole));
        assertThat(unseen.all().size()).isEqualTo(10_000);
        assertThat(unseen.all().label(2001)).isEqualTo(1);
        assertThat(unseen.all().probability(0, 1)).isEqualTo(validation.whole().probability(0, 1));
        assertThat(unseen.words()).isEqualTo("2,000 validation images and 8,000 training images that were left out");
    }

    @Test
    void partsThatAreNumbersOfNoKindAreLeftAsTheyAre() {
        Drawn drawn = Drawn.of(40, 3, 1, 3);
        var nan = new SplitPredictions(2, new int[] {0}, new float[] {Float.NaN, Float.NaN});
        var none = new SplitPredictions(2, new int[0], new float[0]);

        assertThat(UnseenAnswers.of(nan, drawn.part(0), List.of(nan, nan, nan))
                        .outOfFold()
                        .probability(7, 1))
                .isEqualTo(drawn.part(0).probability(7, 1));
        assertThat(UnseenAnswers.of(none, drawn.part(0), List.of(none, none, none))
                        .outOfFold()
                        .probability(7, 1))
                .isEqualTo(drawn.part(0).probability(7, 1));
        assertThat(UnseenAnswers.of(drawn.whole()).words()).isEqualTo("40 validation images");
    }

    /**
     * Sets as they are cross-validated, each fold by its own part: the weight is nearer to that of very many images
     * than where a few validation images choose it alone. The noise of a part is as large as what all share.
     */
    @ParameterizedTest
    @CsvSource({"100, 600", "40, 160"})
    void ofFewImagesTheWeightErrsLessWithFolds(int validationImages, int trainingImages) {
        double noise = 1;
        Drawn many = Drawn.of(20_000, 4, noise, 1001);
        Drawn manyBeside = Drawn.of(20_000, 4, 0.05, 1002);
        double served = AnswerPool.fit(UnseenAnswers.of(many.whole()), UnseenAnswers.of(manyBeside.whole()), EVEN)
                .weight();
        double alone = 0;
        double folds = 0;
        for (long seed = 0; seed < 20; seed++) {
            Drawn validation = Drawn.of(validationImages, 4, noise, 4 * seed);
            Drawn training = Drawn.of(trainingImages, 4, noise, 4 * seed + 1);
            Drawn beside = Drawn.of(validationImages, 4, 0.05, 4 * seed + 2);
            Drawn besideTraining = Drawn.of(trainingImages, 4, 0.05, 4 * seed + 3);
            double few = AnswerPool.fit(UnseenAnswers.of(validation.whole()), UnseenAnswers.of(beside.whole()), EVEN)
                    .weight();
            double more = AnswerPool.fit(
                            UnseenAnswers.of(validation.whole(), training.inFolds(), validation.parts()),
                            UnseenAnswers.of(beside.whole(), besideTraining.inFolds(), beside.parts()),
                            EVEN)
                    .weight();
            alone += (few - served) * (few - served);
            folds += (more - served) * (more - served);
        }
        assertThat(folds).isLessThan(alone);
    }

    /** The companion's parts are nearly its whole; the network's differ, and all of them are what will be served. */
    @Test
    void theWeightIsThatOfTheWholeAndNotThatOfOneNetwork() {
        Drawn validation = Drawn.of(400, 4, 1.5, 4);
        Drawn training = Drawn.of(4000, 4, 1.5, 5);
        Drawn beside = Drawn.of(400, 4, 0.05, 6);
        Drawn besideTraining = Drawn.of(4000, 4, 0.05, 7);
        UnseenAnswers companion = UnseenAnswers.of(beside.whole(), besideTraining.part(0), beside.parts());

        double served = AnswerPool.fit(
                        UnseenAnswers.of(training.whole()), UnseenAnswers.of(besideTraining.whole()), EVEN)
                .weight();
        double cross = AnswerPool.fit(
                        UnseenAnswers.of(validation.whole(), training.part(0), validation.parts()), companion, EVEN)
                .weight();
        double naive = AnswerPool.fit(
                        UnseenAnswers.of(training.part(0)), UnseenAnswers.of(besideTraining.part(0)), EVEN)
                .weight();

        assertThat(naive).isGreaterThan(served + 0.1);
        assertThat(cross).isEqualTo(served, within(0.05));
    }
}
