package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs whose ratio of images tells imbalance and whose dead units tell dead units. */
class JudgesTest {

    private static final List<String> PLACES =
            List.of("retina/conv4", "retina/article-cnn", "pneumonia/conv4", "breast/conv4");

    @Test
    void heldOutRunsAreJudgedByWhatDevelopmentRunsTeach() {
        List<RunRow> rows = rows();
        var judges = new Judges(rows, new Truth(rows));
        List<RunRow> heldOut = rows.stream().filter(row -> row.run().heldOut()).toList();

        assertThat(judges.canLearn()).isTrue();
        assertThat(judges.diagnosis(heldOut))
                .hasSize(30)
                .filteredOn(j -> j.hit(1))
                .hasSizeGreaterThan(26);
    }

    /** What a place alone shows is learnt nowhere else. */
    @Test
    void aDevelopmentRunIsJudgedWithoutItsOwnPlace() {
        List<RunRow> rows = new ArrayList<>(rows());
        for (int i = 0; i < 30; i++) {
            rows.add(row("phantoms/conv4", i, "frozen-weights", Evidence.NONE.with(Measure.WEIGHTS_MOVED, -9)));
            rows.add(row("pneumonia/article-cnn", i, "late-unlearning", Evidence.NONE.with(Measure.WEIGHTS_MOVED, 1)));
        }
        var judges = new Judges(rows, new Truth(rows));
        List<RunRow> frozen = rows.stream()
                .filter(row -> row.run().causes().contains(Cause.FROZEN_WEIGHTS))
                .toList();

        assertThat(judges.diagnosis(frozen)).noneMatch(j -> j.hit(1));
    }

    @Test
    void fewPlacesTeachNothing() {
        List<RunRow> rows = rows().stream()
                .filter(row -> !row.run().place().equals("pneumonia/conv4"))
                .toList();

        assertThat(new Judges(rows, new Truth(rows)).canLearn()).isFalse();
    }

    @Test
    void baselinesAnswerWithoutEvidence() {
        List<RunRow> rows = rows();
        var judges = new Judges(rows, new Truth(rows));

        assertThat(judges.mostFrequent(rows))
                .extracting(j -> j.guesses().get(0).causes())
                .containsOnly(java.util.Set.of(Cause.HEALTHY));
        assertThat(judges.random(rows)).filteredOn(j -> j.hit(1)).hasSizeLessThan(rows.size() / 4);
        assertThat(judges.random(rows)).isEqualTo(judges.random(rows));
    }

    @Test
    void rulesNameTheCauseOfTheFirstThatSpeaks() {
        Evidence dead = Evidence.NONE.with(Measure.DEAD_UNITS, 0.8).with(Measure.BALANCED_ACCURACY, 0);

        assertThat(Rules.AUTOTRAINER.cause(dead)).isEqualTo(Cause.DEAD_UNITS);
        assertThat(Rules.AUTOTRAINER.cause(dead.with(Measure.DIVERGED, 1))).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
        assertThat(Rules.AUTOTRAINER.cause(dead.with(Measure.BALANCED_ACCURACY, 0.9)))
                .isEqualTo(Cause.HEALTHY);
        assertThat(Rules.AUTOTRAINER.cause(Evidence.NONE)).isEqualTo(Cause.HEALTHY);
        assertThat(Rules.SAGEMAKER.cause(dead)).isEqualTo(Cause.DEAD_UNITS);
        assertThat(Rules.SAGEMAKER.cause(Evidence.NONE.with(Measure.IMBALANCE_RATIO, 20)))
                .isEqualTo(Cause.CLASS_IMBALANCE);
        assertThat(Rules.SAGEMAKER.cause(Evidence.NONE.with(Measure.IMBALANCE_RATIO, 10)))
                .isEqualTo(Cause.HEALTHY);
    }

    static List<RunRow> rows() {
        var dice = new Random(3);
        List<RunRow> rows = new ArrayList<>();
        for (String place : PLACES) {
            for (int i = 0; i < 30; i++) {
                int kind = i % 3;
                Evidence evidence = Evidence.NONE
                        .with(Measure.IMBALANCE_RATIO, kind == 1 ? 20 + dice.nextInt(80) : 1 + dice.nextInt(4))
                        .with(Measure.DEAD_UNITS, kind == 2 ? 0.9 + dice.nextDouble() / 10 : dice.nextDouble() / 2);
                rows.add(row(
                        place,
                        i,
                        List.of("healthy", "class-imbalance", "dead-units").get(kind),
                        evidence));
            }
        }
        return rows;
    }

    private static RunRow row(String place, int seed, String cause, Evidence evidence) {
        PlannedRun run = PlannedRun.of(place + "/" + seed + "/" + cause + "/mild");
        boolean healthy = cause.equals("healthy");
        return new RunRow("abc", run, "", healthy ? "none" : "one-class", healthy ? 0.9 : 0.3, 0.5, 1, 1, evidence);
    }
}
