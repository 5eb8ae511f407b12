package org.equipoise.trainer.gate;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.gate.Confusions.evaluation;

/** Twenty collapsed models are refused and twenty healthy ones pass, at the default limits. */
class CollapsedAndHealthyTest {

    private static final Incumbent NONE = new Incumbent.Incomparable("no version serves.");
    private static final ServingEvidence SERVED =
            new ServingEvidence.Replayed(16, 0, false, 16, 16, "a".repeat(64), "a".repeat(64));

    private final ModelGate gate = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.BETTER);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aCollapsedModelIsRefused(String name, Evaluation test) {
        GateVerdict verdict = gate.judge(test, NONE, SERVED);

        assertThat(verdict).as("%s: %s", name, test).isInstanceOf(GateVerdict.Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aHealthyModelPasses(String name, Evaluation test) {
        GateVerdict verdict = gate.judge(test, NONE, SERVED);

        assertThat(verdict.checks()).as("%s: %s", name, test).allMatch(GateCheck::passed);
    }

    @Test
    void thereAreTwentyOfEach() {
        assertThat(AnswerSets.collapsed()).hasSize(20);
        assertThat(AnswerSets.healthy()).hasSize(20);
    }

    /** Answers drawn without looking, on splits so small that luck is large: the bound is on all of them together. */
    @Test
    void hardlyAnyModelThatAnswersByChancePasses() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        int passed = 0;
        int models = 4000;
        for (int i = 0; i < models; i++) {
            int classes = random.nextInt(2, 5);
            long[][] counts = new long[classes][classes];
            for (int t = 0; t < classes; t++) {
                int support = random.nextInt(3, 40);
                for (int n = 0; n < support; n++) {
                    counts[t][random.nextInt(classes)]++;
                }
            }
            var rows = Stream.of(counts)
                    .map(row -> java.util.Arrays.stream(row).boxed().toList())
                    .toList();
            passed += gate.judge(evaluation(rows), NONE, SERVED) instanceof GateVerdict.Promoted ? 1 : 0;
        }
        assertThat(passed / (double) models).isLessThan(0.015);
    }

    static Stream<Arguments> aCollapsedModelIsRefused() {
        return arguments(AnswerSets.collapsed());
    }

    static Stream<Arguments> aHealthyModelPasses() {
        return arguments(AnswerSets.healthy());
    }

    private static Stream<Arguments> arguments(Map<String, Evaluation> sets) {
        return sets.entrySet().stream().map(set -> Arguments.of(set.getKey(), set.getValue()));
    }
}
