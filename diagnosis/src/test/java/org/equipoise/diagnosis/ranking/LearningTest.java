package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Learning.KnownRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs whose ratio of images tells imbalance, whose dead units tell dead units, and whose contrast tells nothing. */
class LearningTest {

    private static final List<Cause> CAUSES = List.of(Cause.HEALTHY, Cause.CLASS_IMBALANCE, Cause.DEAD_UNITS);

    @Test
    void whatTellsTheCausesApartIsLearnt() {
        Forest forest = Learning.from(runs(240, 1));

        assertThat(right(forest, runs(300, 2))).isGreaterThan(285);
    }

    @Test
    void theSameRunsTeachTheSame() {
        assertThat(Learning.from(runs(60, 1))).isEqualTo(Learning.from(runs(60, 1)));
    }

    /** Two measures that say nothing each, and everything together. */
    @Test
    void whatOnlyTwoMeasuresTogetherTellIsLearnt() {
        Random random = new Random(5);
        List<KnownRun> runs = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean one = random.nextBoolean();
            boolean other = random.nextBoolean();
            runs.add(new KnownRun(
                    Set.of(one == other ? Cause.HEALTHY : Cause.DEAD_UNITS),
                    Evidence.of(Map.of(
                            Measure.RANKING, random.nextDouble() / 2 + (one ? 0.5 : 0),
                            Measure.LOWEST_RECALL, random.nextDouble() / 2 + (other ? 0.5 : 0))),
                    "group-" + i % 3));
        }

        assertThat(right(Learning.from(runs.subList(0, 300)), runs.subList(300, 600)))
                .isGreaterThan(270);
    }

    /** Nine in ten are right where it says so, not more and not less. */
    @Test
    void aForestIsAsSureAsItIsRight() {
        Random random = new Random(6);
        List<KnownRun> runs = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            boolean dead = i % 2 == 0;
            double value = random.nextDouble() < 0.8 == dead ? 0.9 : 0.1;
            runs.add(new KnownRun(
                    Set.of(dead ? Cause.DEAD_UNITS : Cause.HEALTHY),
                    Evidence.NONE.with(Measure.DEAD_UNITS, value),
                    "group-" + i % 3));
        }

        Forest forest = Learning.from(runs);

        assertThat(Ranking.of(forest, Evidence.NONE.with(Measure.DEAD_UNITS, 0.9))
                        .probability(Cause.DEAD_UNITS))
                .isBetween(0.75, 0.85);
    }

    @Test
    void oneGroupIsNotEnough() {
        KnownRun run = new KnownRun(Set.of(Cause.HEALTHY), Evidence.NONE, "only");

        assertThatThrownBy(() -> Learning.from(List.of(run, run))).hasMessageContaining("two groups");
        assertThatThrownBy(() -> new KnownRun(Set.of(), Evidence.NONE, "none")).hasMessageContaining("needs a cause");
    }

    private static int right(Forest forest, List<KnownRun> runs) {
        int right = 0;
        for (KnownRun run : runs) {
            Cause first = Ranking.of(forest, run.evidence()).causes().get(0).cause();
            right += run.causes().contains(first) ? 1 : 0;
        }
        return right;
    }

    private static List<KnownRun> runs(int count, long seed) {
        Random random = new Random(seed);
        List<KnownRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Cause cause = CAUSES.get(i % CAUSES.size());
            Map<Measure, Double> numbers = Map.of(
                    Measure.IMBALANCE_RATIO,
                    cause == Cause.CLASS_IMBALANCE ? 20 + 80 * random.nextDouble() : 1 + 4 * random.nextDouble(),
                    Measure.DEAD_UNITS,
                    cause == Cause.DEAD_UNITS ? 0.6 + 0.4 * random.nextDouble() : 0.5 * random.nextDouble(),
                    Measure.LEAST_CONTRAST,
                    50 * random.nextDouble());
            runs.add(new KnownRun(Set.of(cause), Evidence.of(numbers), "group-" + i / 30));
        }
        return runs;
    }
}
