package org.equipoise.diagnosis.ranking;

import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.equipoise.diagnosis.ranking.Tree.Node;
import org.equipoise.diagnosis.ranking.Tree.Question;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Healthy and two causes; one tree asks for the ratio of images, then for dead units. */
class RankingTest {

    private static final Node FEW = Node.end(Map.of(Cause.HEALTHY, 8.0, Cause.CLASS_IMBALANCE, 2.0));
    private static final Node DEAD = Node.end(Map.of(Cause.DEAD_UNITS, 5.0));
    private static final Node MANY = Node.end(Map.of(Cause.CLASS_IMBALANCE, 4.0, Cause.HEALTHY, 1.0));
    private static final Node UNITS = Node.asking(new Question(Measure.DEAD_UNITS, 0.5, 3), FEW, DEAD);
    private static final Tree TREE = new Tree(
            List.of(Node.asking(new Question(Measure.IMBALANCE_RATIO, 5, 4), UNITS, MANY), UNITS, FEW, DEAD, MANY));
    private static final Forest FOREST = new Forest(List.of(TREE), 1);

    /** Of the twenty runs nine are healthy, six imbalanced and five dead. */
    @Test
    void withoutEvidenceTheCausesAreAsProbableAsTheyWereFrequent() {
        Ranking ranking = Ranking.of(FOREST, Evidence.NONE);

        assertThat(ranking.probability(Cause.HEALTHY)).isCloseTo(9 / 20.0, within(2e-3));
        assertThat(ranking.probability(Cause.CLASS_IMBALANCE)).isCloseTo(6 / 20.0, within(2e-3));
        assertThat(ranking.findings()).isEmpty();
        assertThat(ranking.sure()).isEmpty();
    }

    @Test
    void numbersLeadToTheRunsThatHadSuch() {
        Ranking ranking = Ranking.of(FOREST, Evidence.NONE.with(Measure.IMBALANCE_RATIO, 20));

        assertThat(ranking.probability(Cause.CLASS_IMBALANCE)).isCloseTo(0.8, within(2e-3));
        assertThat(ranking.sure()).contains(Cause.CLASS_IMBALANCE);
    }

    /** Ten of fifteen runs had few dead units: two thirds of what they had, and a third of the others. */
    @Test
    void whatIsNotKnownIsAnsweredBothWays() {
        Ranking ranking = Ranking.of(FOREST, Evidence.NONE.with(Measure.IMBALANCE_RATIO, 1));

        assertThat(ranking.probability(Cause.DEAD_UNITS)).isCloseTo(1 / 3.0, within(2e-3));
        assertThat(ranking.probability(Cause.HEALTHY)).isCloseTo(2 / 3.0 * 0.8, within(2e-3));
    }

    @Test
    void sharpnessMakesTheMeanSurer() {
        Evidence evidence = Evidence.NONE.with(Measure.IMBALANCE_RATIO, 20);

        Ranking sharp = Ranking.of(new Forest(List.of(TREE), 2), evidence);

        assertThat(sharp.probability(Cause.CLASS_IMBALANCE)).isCloseTo(0.64 / 0.68, within(2e-3));
    }

    /** By hand: the ratio takes healthy from 9 of 20 to 1 of 5, and imbalance from 6 of 20 to 4 of 5. */
    @Test
    void whatWasMeasuredSaysWhatItSpeaksForAndAgainst() {
        Evidence evidence = Evidence.of(Map.of(Measure.IMBALANCE_RATIO, 20.0, Measure.DEAD_UNITS, 0.0));

        Ranking ranking = Ranking.of(FOREST, evidence);

        Ranking.Finding ratio = ranking.findings().get(0);
        assertThat(ratio.measure()).isEqualTo(Measure.IMBALANCE_RATIO);
        assertThat(ratio.support().getOrDefault(Cause.CLASS_IMBALANCE, 0.0)).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.speaksFor()).containsExactly(Cause.CLASS_IMBALANCE);
        assertThat(ratio.speaksAgainst()).containsExactlyInAnyOrder(Cause.HEALTHY, Cause.DEAD_UNITS);
        assertThat(ranking.findings().get(1).speaksFor()).isEmpty();
    }

    @Test
    void severalCausesAreNamedWhereNoneIsSure() {
        assertThat(Ranking.of(FOREST, Evidence.NONE).named())
                .extracting(Ranked::cause)
                .containsExactly(Cause.HEALTHY, Cause.CLASS_IMBALANCE, Cause.DEAD_UNITS);
    }

    @Test
    void whatIsNoTreeIsRefused() {
        assertThatThrownBy(() -> new Tree(List.of())).hasMessageContaining("needs a node");
        assertThatThrownBy(() -> new Tree(List.of(UNITS, FEW, DEAD))).hasMessageContaining("leads to 3");
        assertThatThrownBy(() -> Node.end(Map.of())).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Node.end(Map.of(Cause.HEALTHY, Double.NaN))).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Forest(List.of(), 1)).hasMessageContaining("needs a tree");
        assertThatThrownBy(() -> new Forest(List.of(TREE), Double.NaN)).hasMessageContaining("sharpness");
    }
}
