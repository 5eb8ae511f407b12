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
        Likelihoods likelihoods = Learning.from(runs(240, 1));

        int right = 0;
        for (KnownRun run : runs(300, 2)) {
            Cause first =
                    Ranking.of(likelihoods, run.evidence()).causes().get(0).cause();
            right += run.causes().contains(first) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(270);
    }

    @Test
    void whatTellsNothingHasLittleWeight() {
        Likelihoods likelihoods = Learning.from(runs(240, 1));

        assertThat(weight(likelihoods, Measure.LEAST_CONTRAST))
                .isLessThan(weight(likelihoods, Measure.IMBALANCE_RATIO) / 2);
    }

    /** The same number under five names must not count five times. */
    @Test
    void measuresThatRepeatEachOtherShareTheirWeight() {
        List<Measure> copies = List.of(
                Measure.IMBALANCE_RATIO,
                Measure.LOGIT_VARIANCE,
                Measure.LOWEST_RECALL,
                Measure.RANKING,
                Measure.BEST_SHARE);
        Random random = new Random(4);
        List<KnownRun> runs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Cause cause = CAUSES.get(i % 2);
            double value = random.nextGaussian() + (cause == Cause.CLASS_IMBALANCE ? 1.5 : 0);
            Evidence evidence = Evidence.NONE;
            for (Measure copy : copies) {
                evidence = evidence.with(copy, value);
            }
            runs.add(new KnownRun(Set.of(cause), evidence, "group-" + i / 30));
        }

        Likelihoods likelihoods = Learning.from(runs);

        double all =
                copies.stream().mapToDouble(copy -> weight(likelihoods, copy)).sum();
        assertThat(all).isBetween(0.5, 1.8);
    }

    @Test
    void whatEveryRunShowsAlikeIsNoMeasure() {
        List<KnownRun> runs = runs(60, 3).stream()
                .map(run -> new KnownRun(run.causes(), run.evidence().with(Measure.LABEL_CONFLICTS, 0), run.group()))
                .toList();

        assertThat(Learning.from(runs).measures()).doesNotContainKey(Measure.LABEL_CONFLICTS);
    }

    @Test
    void oneGroupIsNotEnough() {
        KnownRun run = new KnownRun(Set.of(Cause.HEALTHY), Evidence.NONE, "only");

        assertThatThrownBy(() -> Learning.from(List.of(run, run))).hasMessageContaining("two groups");
        assertThatThrownBy(() -> new KnownRun(Set.of(), Evidence.NONE, "none")).hasMessageContaining("needs a cause");
    }

    private static double weight(Likelihoods likelihoods, Measure measure) {
        Likelihoods.Ranges ranges = likelihoods.measures().get(measure);
        return ranges == null ? 0 : ranges.weight();
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
