package org.equipoise.trainer.evaluation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FoldPlanTest {

    @RepeatedTest(20)
    void noPatientIsDividedAndClassesAreSpread(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int[] labels = new int[300];
        int[] patients = new int[300];
        for (int i = 0; i < labels.length; i++) {
            patients[i] = i / 3;
            labels[i] = random.nextInt(10) == 0 ? 1 : 0;
        }

        FoldPlan plan = planned(FoldPlan.of(labels, patients, 2, 5, 7));

        Map<Integer, Integer> foldOf = new HashMap<>();
        int[][] counts = new int[5][2];
        for (int i = 0; i < labels.length; i++) {
            assertThat(foldOf.computeIfAbsent(patients[i], p -> -1)).isIn(-1, plan.fold(i));
            foldOf.put(patients[i], plan.fold(i));
            counts[plan.fold(i)][labels[i]]++;
        }
        for (int[] fold : counts) {
            assertThat(fold[0] + fold[1]).isBetween(45, 75);
        }
    }

    @Test
    void aTinyClassIsLeftOutPatientByPatient() {
        int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
        int[] patients = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        FoldPlan plan = planned(FoldPlan.of(labels, patients, 2, 5, 1));

        assertThat(new int[] {plan.fold(8), plan.fold(9), plan.fold(10)}).doesNotHaveDuplicates();
    }

    @Test
    void aClassOfOnePatientIsRefusedByName() {
        FoldPlan.Planning planning = FoldPlan.of(new int[] {0, 0, 1, 1}, new int[] {1, 2, 3, 3}, 2, 5, 1);

        assertThat(planning)
                .isEqualTo(new FoldPlan.Refused(
                        "class 1 has images of 1 patient; two are needed to train without one of them"));
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        int[] labels = new Random(1).ints(100, 0, 3).toArray();
        int[] patients = java.util.stream.IntStream.range(0, 100).toArray();

        assertThat(planned(FoldPlan.of(labels, patients, 3, 5, 3)).toArray())
                .isEqualTo(planned(FoldPlan.of(labels, patients, 3, 5, 3)).toArray())
                .isNotEqualTo(planned(FoldPlan.of(labels, patients, 3, 5, 4)).toArray());
    }

    private static FoldPlan planned(FoldPlan.Planning planning) {
        assertThat(planning).isInstanceOf(FoldPlan.Planned.class);
        return ((FoldPlan.Planned) planning).plan();
    }
}
