package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.attribution.Attribution.Cause;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clinic with a model of recalls .95, .8 and .75. Its images have a brightness that depends a little on the class,
 * its answers are drawn from the confusion matrix, with margins that depend on whether they are right.
 */
class AttributionTest {

    private static final double[][] CONFUSION = {{.95, .04, .01}, {.12, .8, .08}, {.05, .2, .75}};
    private static final double[] PREVALENCE = {.87, .09, .04};
    private static final CanaryVerdict SOUND = new CanaryVerdict("scorer-1", Finding.SOUND, null, "as before", 1, null);
    private static final CanaryVerdict SICK =
            new CanaryVerdict("scorer-1", Finding.MODEL, null, "other answers", 1, null);
    private static final int RUNS = 100;

    /** The largest class gives up 40 of its 87 per cent: 47 % none, 33 % benign, 20 % malignant. */
    @Test
    void aPrevalenceThatChangedBy40PerCentIsAttributedToThePopulation() {
        Map<Cause, Integer> causes = runs(run -> {
            var clinic = new Clinic(run);
            AnswerStatistics suspected = clinic.predictions(120, new double[] {.47, .33, .2}, 0);
            return attribution(SOUND, clinic, suspected);
        });

        assertThat(causes.getOrDefault(Cause.POPULATION, 0)).as("%s", causes).isGreaterThanOrEqualTo(95);
    }

    /** The head's weights are lost: one class whatever the image, and the canaries tell. */
    @Test
    void aModelThatLostItsWeightsIsAttributedToTheModel() {
        Map<Cause, Integer> causes = runs(run -> {
            var clinic = new Clinic(run);
            AnswerStatistics suspected = clinic.collapsed(120, 0);
            return attribution(SICK, clinic, suspected);
        });

        assertThat(causes.getOrDefault(Cause.MODEL, 0)).as("%s", causes).isGreaterThanOrEqualTo(95);
    }

    /** Another device sends images that are two healthy deviations brighter; the canaries are sound. */
    @Test
    void imagesOfAnotherDeviceAreAttributedToTheInput() {
        Map<Cause, Integer> causes = runs(run -> {
            var clinic = new Clinic(run);
            AnswerStatistics suspected = clinic.collapsed(120, 2);
            return attribution(SOUND, clinic, suspected);
        });

        assertThat(causes.getOrDefault(Cause.INPUT, 0)).as("%s", causes).isGreaterThanOrEqualTo(95);
    }

    /** Grey values that nobody reports, and answers that no mixture of patients gives: benign is never all there is. */
    @Test
    void answersThatNoMixtureExplainsAreAttributedToTheInput() {
        var clinic = new Clinic(1);
        var suspected = new AnswerStatistics(3);
        for (int n = 0; n < 150; n++) {
            suspected.add(clinic.answered(n % 50 == 0 ? 0 : 1, .6, Double.NaN));
        }

        Attribution attribution = attribution(SOUND, clinic, suspected);

        assertThat(attribution.cause()).isEqualTo(Cause.INPUT);
        assertThat(attribution.evidence()).anyMatch(line -> line.startsWith("No mixture of the classes explains"));
    }

    @Test
    void withoutAReplayNothingIsSaidOfThePopulation() {
        var clinic = new Clinic(1);

        Attribution attribution = Attribution.of(
                null,
                clinic.reference(),
                clinic.healthy,
                clinic.predictions(120, new double[] {.47, .33, .2}, 0),
                120,
                Fixtures.LABELS);

        assertThat(attribution.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribution.evidence()).contains("Canaries were not replayed since.");
    }

    @Test
    void fewPredictionsSayNothing() {
        var clinic = new Clinic(1);

        Attribution attribution = attribution(SOUND, clinic, clinic.predictions(19, PREVALENCE, 0));

        assertThat(attribution.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribution.evidence()).contains("Only 19 predictions since.");
    }

    /** The prevalence that explains exact shares is found: the fixed point of the recursion. */
    @Test
    void theNearestMixtureIsTheTruePrevalence() {
        double[] truth = {.5, .3, .2};
        long[] answers = new long[3];
        List<List<Long>> counts = new ArrayList<>();
        for (int j = 0; j < 3; j++) {
            List<Long> row = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                answers[k] += Math.round(1e5 * truth[j] * CONFUSION[j][k]);
                row.add(Math.round(1e6 * CONFUSION[j][k]));
            }
            counts.add(row);
        }

        Feasibility feasibility = Feasibility.of(answers, counts);

        assertThat(feasibility.feasible()).isTrue();
        for (int j = 0; j < 3; j++) {
            assertThat(feasibility.prevalence().get(j)).isBetween(truth[j] - .005, truth[j] + .005);
        }
    }

    /** One simulated site and fault. */
    private interface Run {
        Attribution at(int number);
    }

    private static Map<Cause, Integer> runs(Run run) {
        Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
        for (int i = 0; i < RUNS; i++) {
            causes.merge(run.at(i).cause(), 1, Integer::sum);
        }
        return causes;
    }

    private static Attribution attribution(CanaryVerdict canaries, Clinic clinic, AnswerStatistics suspected) {
        return Attribution.of(
                canaries, clinic.reference(), clinic.healthy, suspected, suspected.predictions(), Fixtures.LABELS);
    }

    /** Draws what the model answers here. */
    private static final class Clinic {

        private final RandomGenerator random;
        private final AnswerStatistics healthy;
        private int images;

        Clinic(int seed) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            healthy = predictions(500, PREVALENCE, 0);
        }

        AnswerStatistics predictions(int count, double[] prevalence, double brighter) {
            var statistics = new AnswerStatistics(3);
            for (int n = 0; n < count; n++) {
                int truth = draw(prevalence);
                int answer = draw(CONFUSION[truth]);
                double margin = answer == truth ? .5 + .5 * random.nextDouble() : .6 * random.nextDouble();
                statistics.add(answered(answer, margin, grey(truth, brighter)));
            }
            return statistics;
        }

        AnswerStatistics collapsed(int count, double brighter) {
            var statistics = new AnswerStatistics(3);
            for (int n = 0; n < count; n++) {
                int truth = draw(PREVALENCE);
                statistics.add(answered(0, .2 + .8 * random.nextDouble(), grey(truth, brighter)));
            }
            return statistics;
        }

        /** Classes differ by a deviation and a half, so that another mixture moves the mean over all images. */
        private double grey(int truth, double brighter) {
            return 100 + 12 * (random.nextGaussian() + 1.5 * truth + brighter);
        }

        PredictionMade answered(int answer, double margin, double grey) {
            double rest = (1 - margin) / 3;
            List<Double> probabilities = new ArrayList<>(List.of(rest, rest, rest));
            probabilities.set(answer, 1 - 2 * rest);
            String study = "s" + images++;
            PredictionMade plain = Fixtures.prediction("v1", study, "i", 1, Fixtures.LABELS, probabilities);
            return Double.isNaN(grey)
                    ? plain
                    : new PredictionMade(
                            plain.model(),
                            plain.modelVersion(),
                            plain.studyId(),
                            plain.imageId(),
                            null,
                            1,
                            plain.labels(),
                            probabilities,
                            new PredictionMade.InputStatistics(grey, 30 + random.nextGaussian()),
                            null,
                            plain.predictedAt());
        }

        /** The confusion of 300, 60 and 40 validation images, drawn like everything else. */
        HealthyReference reference() {
            int[] images = {300, 60, 40};
            List<List<Long>> rows = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                long[] row = new long[3];
                for (int n = 0; n < images[j]; n++) {
                    row[draw(CONFUSION[j])]++;
                }
                rows.add(List.of(row[0], row[1], row[2]));
            }
            HealthyReference plain = Fixtures.REFERENCE;
            return new HealthyReference(
                    plain.shares(), plain.lowerBounds(), plain.upperBounds(), plain.images(), null, rows);
        }

        private int draw(double[] shares) {
            double x = random.nextDouble();
            int k = 0;
            while (k < shares.length - 1 && x >= shares[k]) {
                x -= shares[k];
                k++;
            }
            return k;
        }
    }
}
