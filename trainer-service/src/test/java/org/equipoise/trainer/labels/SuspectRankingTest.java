package org.equipoise.trainer.labels;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.trainer.features.FeatureTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SuspectRankingTest {

    private static final int ORDINARY = 120;
    private static final int RARE = 15;
    private static final int WIDTH = 8;

    /** Standard deviations: no image lies nearer to another class's centre. */
    private static final double APART = 8;

    /** Every image of the rare class used to be a suspect: its neighbour ratio lies about 1/2 when all is well. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aCleanRareClassHasNoSuspect(long seed) {
        int[] truth = classes();

        assertThat(suspects(truth, truth, APART, seed))
                .extracting(LabelSuspicion::given)
                .doesNotContain(2);
    }

    /** Suspicions of classes that lie over each other say nothing about any label. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aRareClassThatCannotBeToldFromAnotherHasNoSuspect(long seed) {
        int[] truth = classes();

        assertThat(suspects(truth, truth, 0, seed))
                .extracting(LabelSuspicion::given)
                .doesNotContain(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void oneWrongLabelAmongFifteenIsFound(long seed) {
        int[] truth = classes();
        int[] given = truth.clone();
        truth[truth.length - 1] = 0;

        List<LabelSuspicion> suspects = suspects(truth, given, APART, seed);

        assertThat(suspects)
                .filteredOn(s -> s.given() == 2)
                .extracting(LabelSuspicion::image, LabelSuspicion::suggested)
                .containsExactly(tuple(truth.length - 1, 0));
        assertThat(suspects)
                .filteredOn(s -> s.given() == 2)
                .extracting(LabelSuspicion::evidence)
                .allSatisfy(evidence -> assertThat(evidence).contains("class 2 is rare", "class 0 are nearer"));
    }

    @Test
    void aRareClassTakesNoPlaceFromTheSuspectsOfOthers() {
        int[] truth = classes();
        int[] given = truth.clone();
        IntStream.range(0, 6).forEach(i -> given[i] = 1 - truth[i]);

        List<LabelSuspicion> suspects = suspects(truth, given, APART, 3);

        assertThat(suspects).extracting(LabelSuspicion::image).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(suspects).extracting(LabelSuspicion::rank).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void withoutARareClassTheSuspectsAreTheFirstOfTheRankingAsManyAsErrorsAreEstimated() {
        int[] truth = IntStream.range(0, ORDINARY).map(i -> i % 2).toArray();
        int[] given = truth.clone();
        IntStream.range(0, 9).forEach(i -> given[i] = 1 - truth[i]);
        float[] features = features(truth, APART, 5);
        OutOfFold predictions = predictions(features, given, APART, 2);
        NoiseChannel channel = NoiseChannel.fit(predictions);
        var ranking = new SuspectRanking(predictions, channel, rule(features, given, 2));

        List<LabelSuspicion> ranked = ranking.all();

        assertThat(ranking.suspects(ranked))
                .isEqualTo(ranked.subList(0, channel.noise().errors(ORDINARY)))
                .hasSizeBetween(8, 10);
    }

    private static int[] classes() {
        return IntStream.range(0, ORDINARY + RARE)
                .map(i -> i < ORDINARY ? i % 2 : 2)
                .toArray();
    }

    /** @param apart distance of the classes' centres in standard deviations of a feature */
    private static List<LabelSuspicion> suspects(int[] truth, int[] given, double apart, long seed) {
        float[] features = features(truth, apart, seed);
        OutOfFold predictions = predictions(features, given, apart, 3);
        var ranking = new SuspectRanking(predictions, NoiseChannel.fit(predictions), rule(features, given, 3));
        return ranking.suspects(ranking.all());
    }

    private static RareClassRule rule(float[] features, int[] given, int classes) {
        return new RareClassRule(
                new FeatureTable(WIDTH, features),
                given,
                IntStream.range(0, given.length).toArray(),
                classes);
    }

    /** Normal noise of standard deviation 1 about a centre for each class, along an axis of its own. */
    private static float[] features(int[] truth, double apart, long seed) {
        var random = new Random(seed);
        float[] features = new float[truth.length * WIDTH];
        for (int i = 0; i < truth.length; i++) {
            for (int j = 0; j < WIDTH; j++) {
                features[i * WIDTH + j] = (float) (random.nextGaussian() + centre(truth[i], j, apart));
            }
        }
        return features;
    }

    private static double centre(int k, int j, double apart) {
        return j == k ? apart / Math.sqrt(2) : 0;
    }

    /** Bayes' rule for these centres. */
    private static OutOfFold predictions(float[] features, int[] given, double apart, int classes) {
        double[][] rows = new double[given.length][classes];
        for (int i = 0; i < given.length; i++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                double squared = 0;
                for (int j = 0; j < WIDTH; j++) {
                    double difference = features[i * WIDTH + j] - centre(k, j, apart);
                    squared += difference * difference;
                }
                rows[i][k] = Math.exp(-squared / 2);
                sum += rows[i][k];
            }
            for (int k = 0; k < classes; k++) {
                rows[i][k] /= sum;
            }
        }
        return new OutOfFold(rows, given);
    }
}
