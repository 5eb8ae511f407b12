package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.cause.Cause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanTest {

    private static final List<String> DATASETS = List.of("phantoms", "pneumonia", "retina", "breast");
    private static final List<PlannedRun> ALL = Plan.full(DATASETS, EnumSet.allOf(Network.class), 1);

    @Test
    void noRunIsThereTwiceAndEveryKeyIsReadAgain() {
        assertThat(ALL).extracting(PlannedRun::key).doesNotHaveDuplicates();
        assertThat(ALL).allSatisfy(run -> assertThat(PlannedRun.of(run.key())).isEqualTo(run));
    }

    @Test
    void theOrderIsTheSameEveryTime() {
        assertThat(Plan.full(DATASETS, EnumSet.allOf(Network.class), 1)).isEqualTo(ALL);
    }

    @Test
    void everyCauseIsThereAtEverySeverityOnEveryDatasetAndNetworkThatCanHaveIt() {
        for (Injection injection : Injection.values()) {
            int networks = injection.appliesTo(Network.ARTICLE_CNN) ? 3 : 2;
            List<PlannedRun> runs = ALL.stream()
                    .filter(run -> run.injections().equals(List.of(injection)))
                    .filter(run -> run.seed() == 1)
                    .toList();
            assertThat(runs).as(injection.name()).hasSize(DATASETS.size() * networks * 3);
        }
    }

    @Test
    void theFirstRoundHasEveryCauseOnceOnDevelopmentRuns() {
        // On the article's network there is no batch normalisation.
        int round = Injection.values().length - 1 + 3 + 2;
        List<PlannedRun> first = ALL.subList(0, round - 1);
        Map<Set<Cause>, Long> causes =
                first.stream().collect(Collectors.groupingBy(PlannedRun::causes, Collectors.counting()));

        assertThat(first).noneMatch(PlannedRun::heldOut);
        assertThat(Arrays.stream(Injection.values()).filter(i -> i != Injection.HEALTHY))
                .filteredOn(i -> !causes.containsKey(Set.of(i.cause())))
                .isSubsetOf(Injection.BATCH_NORM_STATISTICS);
        assertThat(causes.get(Set.of(Cause.HEALTHY))).isEqualTo(3);
    }

    @Test
    void soonEveryDatasetAndNetworkHasAHealthyRunToBeComparedWith() {
        List<PlannedRun> begin = ALL.subList(0, 4 * 26);

        assertThat(begin)
                .filteredOn(run -> run.injections().equals(List.of(Injection.HEALTHY)))
                .extracting(PlannedRun::place)
                .doesNotHaveDuplicates()
                .hasSize(DATASETS.size() * Network.values().length);
    }

    @Test
    void healthyRunsAreThereWithEveryRecipeAndThreeSeedsEverywhere() {
        assertThat(ALL)
                .filteredOn(run -> run.injections().equals(List.of(Injection.HEALTHY)))
                .hasSize(DATASETS.size() * Network.values().length * 3 * 3);
    }

    @Test
    void theShortGridHasHeldOutRunsToo() {
        assertThat(ALL.subList(0, Plan.SHORT)).anyMatch(PlannedRun::heldOut);
    }

    @Test
    void aboutATenthHasTwoCausesAndOfDevelopmentRunsAFifth() {
        assertThat(twice(true)).isBetween(0.06, 0.12);
        assertThat(twice(false)).isBetween(0.18, 0.22);
    }

    private static double twice(boolean heldOut) {
        return ALL.stream()
                .filter(run -> run.heldOut() == heldOut)
                .mapToDouble(run -> run.injections().size() == 2 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    @Test
    void breastAndResidualAreHeldOutAndSoIsWhatSomebodyBrings() {
        assertThat(ALL)
                .allSatisfy(run -> assertThat(run.heldOut())
                        .isEqualTo(run.dataset().equals("breast") || run.network() == Network.RESIDUAL));
        assertThat(HeldOut.is("brought-mine", Network.CONV4)).isTrue();
    }

    @Test
    void oneDatasetAndNetworkAreAGridToo() {
        List<PlannedRun> few = Plan.full(List.of("phantoms"), EnumSet.of(Network.CONV4), 1);

        assertThat(few).hasSize(3 * (Injection.values().length - 1 + 3 + 2 + 4));
        assertThat(few).extracting(PlannedRun::key).doesNotHaveDuplicates();
    }

    @Test
    void whatTrainingCannotHaveIsLeftOut() {
        assertThat(Arrays.stream(Injection.values()).map(Injection::cause))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Cause.PREVALENCE_CHANGED)));
    }
}
