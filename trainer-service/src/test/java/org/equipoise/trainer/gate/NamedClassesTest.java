package org.equipoise.trainer.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamedClassesTest {

    /** A label is a text of an event. */
    private static final int LONGEST = 1024;

    private static final int MOST = 1024;

    private static final ServingEvidence SERVING = new ServingEvidence.NotComparable("elsewhere. ".repeat(200));

    @Test
    void aFewAreNamedAndTheOthersCounted() {
        assertThat(NamedClasses.some(List.of("a", "b"), ", ")).isEqualTo("a, b");
        assertThat(NamedClasses.some(List.of("a", "b", "c", "d", "e"), ", ")).isEqualTo("a, b, c, d, e");
        assertThat(NamedClasses.some(List.of("a", "b", "c", "d", "e", "f", "g"), "; "))
                .isEqualTo("a; b; c; d; e; and 2 more");
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        assertThat(NamedClasses.name("x".repeat(64))).isEqualTo("x".repeat(64));
        assertThat(NamedClasses.name("x".repeat(65))).isEqualTo("x".repeat(63) + "…");
        assertThat(NamedClasses.name("x".repeat(62) + "\ud83e\ude7b\ud83e\ude7b"))
                .isEqualTo("x".repeat(62) + "…");
    }

    /** Every class but one is lost on the test split, each with the longest name. */
    @ParameterizedTest
    @ValueSource(ints = {2, 64, 1000})
    void aModelOfManyClassesWithLongNamesIsJudgedToTheEnd(int classes) {
        Evaluation validation = answers(classes, true);
        Evaluation test = answers(classes, false);
        var gate = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.BETTER);

        List<GateCheck> checks = gate.judge(
                        validation, test, new Incumbent.Incomparable("other classes. ".repeat(200)), SERVING)
                .checks();

        assertThat(checks)
                .extracting(GateCheck::name)
                .contains("every-class-predicted", "holds-on-test", "better-than-champion");
        assertThat(checks).allSatisfy(check -> assertThat(check.explanation()).hasSizeLessThanOrEqualTo(MOST));
        GateCheck fell = checks.get(checks.size() - 1);
        assertThat(fell.value()).isEqualTo(classes - 1);
        if (classes > 6) {
            assertThat(fell.explanation()).contains("; and " + (classes - 1 - 5) + " more.");
        }
    }

    @Test
    void theLargestFallsAreNamed() {
        var labels = new LabelSet(List.of("a", "b", "c", "d", "e", "f", "g"));
        List<List<Long>> rows = new ArrayList<>();
        for (int t = 0; t < 7; t++) {
            Long[] row = {0L, 0L, 0L, 0L, 0L, 0L, 0L};
            long wrong = t == 0 ? 0 : 400 + 50L * t;
            row[0] = wrong;
            row[t] = t == 0 ? 1000 : 1000 - wrong;
            rows.add(List.of(row));
        }
        Evaluation test = Evaluation.of(ConfusionMatrix.of(rows), labels);
        Evaluation validation = Evaluation.of(ConfusionMatrix.of(diagonal(7)), labels);

        assertThat(ShiftRemark.of(validation, test).explanation())
                .contains("validation to test g falls from 1.000 of 1000 to 0.300 of 1000; f falls")
                .contains("c falls from 1.000 of 1000 to 0.500 of 1000; and 1 more.")
                .doesNotContain("b falls");
    }

    private static List<List<Long>> diagonal(int classes) {
        return IntStream.range(0, classes)
                .mapToObj(t -> IntStream.range(0, classes)
                        .mapToObj(p -> p == t ? 1000L : 0L)
                        .toList())
                .toList();
    }

    private static Evaluation answers(int classes, boolean right) {
        var labels = new LabelSet(IntStream.range(0, classes)
                .mapToObj(k -> String.format("%04d", k) + "w".repeat(LONGEST - 4))
                .toList());
        List<List<Long>> rows = IntStream.range(0, classes)
                .mapToObj(t -> IntStream.range(0, classes)
                        .mapToObj(p -> p == (right ? t : 0) ? 1000L : 0L)
                        .toList())
                .toList();
        return Evaluation.of(ConfusionMatrix.of(rows), labels);
    }
}
