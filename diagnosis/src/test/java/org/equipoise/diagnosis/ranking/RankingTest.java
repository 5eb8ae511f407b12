package org.equipoise.diagnosis.ranking;

import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Likelihoods.Ranges;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Two causes and healthy; a ratio of images and the share of dead units. */
class RankingTest {

    private static final Map<Cause, Double> PRIOR =
            Map.of(Cause.HEALTHY, 0.5, Cause.CLASS_IMBALANCE, 0.25, Cause.DEAD_UNITS, 0.25);
    private static final Likelihoods LIKELIHOODS = new Likelihoods(
            PRIOR,
            Map.of(
                    Measure.IMBALANCE_RATIO,
                    ranges(1, 5, row(0.8), row(0.1), row(0.8)),
                    Measure.DEAD_UNITS,
                    ranges(0.5, 0.5, row(0.96), row(0.96), row(0.04))));

    @Test
    void withoutEvidenceTheCausesAreAsProbableAsBefore() {
        Ranking ranking = Ranking.of(LIKELIHOODS, Evidence.NONE);

        assertThat(ranking.probability(Cause.HEALTHY)).isCloseTo(0.5, within(1e-12));
        assertThat(ranking.findings()).isEmpty();
        assertThat(ranking.sure()).isEmpty();
    }

    /** By hand: .5 * .2, .25 * .9, .25 * .2 = .1, .225, .05; their sum is .375. */
    @Test
    void aNumberMovesTheProbabilitiesByItsLikelihood() {
        Ranking ranking = Ranking.of(LIKELIHOODS, Evidence.NONE.with(Measure.IMBALANCE_RATIO, 20));

        assertThat(ranking.causes().get(0).cause()).isEqualTo(Cause.CLASS_IMBALANCE);
        assertThat(ranking.probability(Cause.CLASS_IMBALANCE)).isCloseTo(0.225 / 0.375, within(1e-12));
        assertThat(ranking.probability(Cause.DEAD_UNITS)).isCloseTo(0.05 / 0.375, within(1e-12));
        assertThat(ranking.sure()).contains(Cause.CLASS_IMBALANCE);
    }

    /** By hand: the root of .04, .04, .96 times the prior: .1, .05, .245. */
    @Test
    void aWeightBelowOneMakesANumberSayLess() {
        Ranking ranking = Ranking.of(LIKELIHOODS, Evidence.NONE.with(Measure.DEAD_UNITS, 0.9));

        double all = 0.1 + 0.05 + 0.25 * Math.sqrt(0.96);
        assertThat(ranking.probability(Cause.HEALTHY)).isCloseTo(0.1 / all, within(1e-12));
        assertThat(ranking.probability(Cause.DEAD_UNITS)).isCloseTo(0.25 * Math.sqrt(0.96) / all, within(1e-12));
    }

    @Test
    void whatWasMeasuredSaysWhatItSpeaksForAndAgainst() {
        Evidence evidence = Evidence.of(Map.of(Measure.IMBALANCE_RATIO, 20.0, Measure.DEAD_UNITS, 0.0));

        Ranking ranking = Ranking.of(LIKELIHOODS, evidence);

        assertThat(ranking.findings()).hasSize(2);
        Ranking.Finding ratio = ranking.findings().get(0);
        assertThat(ratio.measure()).isEqualTo(Measure.IMBALANCE_RATIO);
        assertThat(ratio.speaksFor()).containsExactly(Cause.CLASS_IMBALANCE);
        assertThat(ratio.speaksAgainst()).containsExactly(Cause.HEALTHY, Cause.DEAD_UNITS);
        assertThat(ranking.findings().get(1).speaksAgainst()).containsExactly(Cause.DEAD_UNITS);
    }

    @Test
    void whatNoRangeIsKnownOfSaysNothing() {
        Ranking ranking = Ranking.of(LIKELIHOODS, Evidence.NONE.with(Measure.OVERFIT, 1));

        assertThat(ranking.probability(Cause.HEALTHY)).isCloseTo(0.5, within(1e-12));
        assertThat(ranking.findings()).isEmpty();
    }

    /** By hand: .25 * .2 * sqrt(.96), .25 * .9 * sqrt(.04), .5 * .2 * sqrt(.04) are .0490, .045, .02. */
    @Test
    void severalCausesAreNamedWhereNoneIsSure() {
        Evidence evidence = Evidence.of(Map.of(Measure.IMBALANCE_RATIO, 20.0, Measure.DEAD_UNITS, 0.9));

        assertThat(Ranking.of(LIKELIHOODS, evidence).named())
                .extracting(Ranked::cause)
                .containsExactly(Cause.DEAD_UNITS, Cause.CLASS_IMBALANCE, Cause.HEALTHY);
    }

    @Test
    void numbersThatAreNoProbabilitiesAreRefused() {
        assertThatThrownBy(() -> new Likelihoods(Map.of(Cause.HEALTHY, 0.5), Map.of()))
                .hasMessageContaining("sum to 1");
        assertThatThrownBy(() -> ranges(1, 5, List.of(0.0, 1.0), row(0.1), row(0.8)))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Ranges(1, List.of(2.0, 1.0), Map.of())).hasMessageContaining("ascend");
        assertThatThrownBy(() -> new Ranges(-1, List.of(), Map.of())).hasMessageContaining("weight");
    }

    private static Ranges ranges(
            double weight, double upTo, List<Double> healthy, List<Double> imbalance, List<Double> dead) {
        return new Ranges(
                weight,
                List.of(upTo),
                Map.of(Cause.HEALTHY, healthy, Cause.CLASS_IMBALANCE, imbalance, Cause.DEAD_UNITS, dead));
    }

    private static List<Double> row(double low) {
        return List.of(low, 1 - low);
    }
}
