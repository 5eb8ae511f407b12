package org.equipoise.trainer.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.trainer.evaluation.PairedComparison;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.gate.Confusions.evaluation;

class ModelGateTest {

    private static final Incumbent NONE = new Incumbent.Incomparable("no version serves yet.");
    private static final Evaluation GOOD = evaluation(List.of(80L, 5L, 2L), List.of(1L, 7L, 1L), List.of(0L, 1L, 3L));

    private static final String SUM = "ab".repeat(32);
    private static final ServingEvidence SERVED = new ServingEvidence.Replayed(24, 2e-7, false, 24, 24, SUM, SUM);

    private final ModelGate gate = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.BETTER);

    @Test
    void aModelThatKnowsEveryClassIsPromoted() {
        GateVerdict verdict = gate.judge(GOOD, NONE, SERVED);

        assertThat(verdict).isInstanceOf(GateVerdict.Promoted.class);
        assertThat(verdict.checks())
                .extracting(GateCheck::name)
                .containsExactly(
                        "enough-test-images",
                        "every-class-predicted",
                        "minimum-recall",
                        "minimum-recall-lower",
                        "beats-constant",
                        "beats-chance",
                        "better-than-champion",
                        "serves-what-was-trained",
                        "preprocessing-equal");
    }

    @Test
    void alwaysAnsweringOneClassFailsEveryCheckThatLooksForIt() {
        GateVerdict verdict =
                gate.judge(evaluation(List.of(87L, 0L, 0L), List.of(9L, 0L, 0L), List.of(4L, 0L, 0L)), NONE, SERVED);

        assertThat(failed(verdict))
                .containsExactly(
                        "every-class-predicted",
                        "minimum-recall",
                        "minimum-recall-lower",
                        "beats-constant",
                        "beats-chance");
        assertThat(check(verdict, "every-class-predicted").explanation())
                .isEqualTo("1 of 3 classes are answered on the test split; never: c1, c2.");
        assertThat(check(verdict, "minimum-recall").explanation())
                .isEqualTo("The lowest recall is 0.000, of class c1 with 9 test images; at least 0.300 is asked.");
    }

    @Test
    void everyCheckCarriesItsNumberAndItsLimit() {
        GateVerdict verdict = gate.judge(GOOD, champion(Set.of(), Set.of()), SERVED);

        assertThat(check(verdict, "enough-test-images"))
                .extracting(GateCheck::value, GateCheck::limit)
                .containsExactly(4.0, 1.0);
        assertThat(check(verdict, "every-class-predicted"))
                .extracting(GateCheck::value, GateCheck::limit)
                .containsExactly(3.0, 3.0);
        assertThat(check(verdict, "minimum-recall").value()).isEqualTo(0.75);
        assertThat(check(verdict, "beats-constant").value()).isEqualTo(GOOD.balancedAccuracy());
        assertThat(check(verdict, "beats-constant").limit()).isCloseTo(1 / 3.0 + 0.1, within(1e-15));
        assertThat(check(verdict, "better-than-champion"))
                .extracting(GateCheck::value, GateCheck::limit)
                .containsExactly(0.5, 0.95);
    }

    @Test
    void theLimitItselfIsEnough() {
        var exactly = evaluation(List.of(90L, 10L), List.of(70L, 30L));

        assertThat(gate.judge(exactly, NONE, SERVED)).isInstanceOf(GateVerdict.Promoted.class);
    }

    @Test
    void aHighAccuracyDoesNotHelpALostClass() {
        GateVerdict verdict = gate.judge(evaluation(List.of(990L, 0L), List.of(8L, 2L)), NONE, SERVED);

        assertThat(failed(verdict)).containsExactly("minimum-recall", "minimum-recall-lower");
    }

    /** Enough recall everywhere, but hardly better than a coin: 0.35 and 0.75 make 0.55. */
    @Test
    void hardlyBetterThanAConstantIsNotEnough() {
        GateVerdict verdict = gate.judge(evaluation(List.of(35L, 65L), List.of(25L, 75L)), NONE, SERVED);

        assertThat(failed(verdict)).containsExactly("beats-constant", "beats-chance");
    }

    /** 17 of 20 right by always answering c0 has an F1 of 2 * .85 / 1.85 there, and 0 for the other class. */
    @Test
    void theConstantModelsMacroF1ByHand() {
        var test = evaluation(List.of(17L, 0L), List.of(3L, 0L));

        assertThat(ModelGate.constantMacroF1(test)).isCloseTo(2 * .85 / 1.85 / 2, within(1e-15));
        assertThat(ModelGate.constantMacroF1(test)).isCloseTo(test.macroF1(), within(1e-15));
    }

    @Test
    void aClassWithoutTestImagesCannotBeJudged() {
        GateVerdict verdict = gate.judge(evaluation(List.of(9L, 1L), List.of(0L, 0L)), NONE, SERVED);

        assertThat(failed(verdict)).contains("enough-test-images");
    }

    /** Five of two classes, all right, are sqrt(5) = 2.236 standard deviations above chance; six are 2.449. */
    @Test
    void soFewTestImagesThatNoModelPassesAreToldByTheirOwnCheck() {
        GateVerdict five = gate.judge(evaluation(List.of(3L, 0L), List.of(0L, 2L)), NONE, SERVED);
        GateVerdict six = gate.judge(evaluation(List.of(5L, 0L), List.of(0L, 1L)), NONE, SERVED);

        assertThat(failed(five)).containsExactly("enough-test-images", "beats-chance");
        assertThat(check(five, "enough-test-images"))
                .extracting(GateCheck::value, GateCheck::limit)
                .containsExactly(5.0, 6.0);
        assertThat(check(five, "enough-test-images").explanation())
                .isEqualTo(
                        "The rarest class, c1, has 2 test images, of 5 in all; at least 1 of each class and 6 in all are"
                                + " needed: with fewer, not even answers that are all right pass.");
        assertThat(failed(six)).isEmpty();
    }

    /** What the check says of a perfect model is what the other checks say of it, whatever classes and limits are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void enoughTestImagesIsWhatAPerfectModelNeeds(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int enough = 0;
        for (int i = 0; i < 300; i++) {
            int classes = random.nextInt(2, 6);
            var limited = new ModelGate(new GateLimits(.3, random.nextDouble(.1, .7), .1), ChampionRule.BETTER);
            List<List<Long>> rows = new ArrayList<>();
            for (int k = 0; k < classes; k++) {
                Long[] row = new Long[classes];
                java.util.Arrays.fill(row, 0L);
                row[k] = random.nextLong(1, 6);
                rows.add(List.of(row));
            }

            GateVerdict verdict = limited.judge(evaluation(rows), NONE, SERVED);

            assertThat(verdict instanceof GateVerdict.Promoted)
                    .as("seed %d: %s", seed, rows)
                    .isEqualTo(check(verdict, "enough-test-images").passed());
            enough += verdict instanceof GateVerdict.Promoted ? 1 : 0;
        }
        assertThat(enough).as("seed %d: both happened", seed).isBetween(20, 280);
    }

    @Test
    void aSplitWithoutImagesIsRefusedNotAnError() {
        var classes = GOOD.classes().stream()
                .map(c -> new Evaluation.PerClass(c.name(), 0, 0, null, null, 0, 0, 1))
                .toList();
        var nothing = new Evaluation(0, 0, 0, 0, 0, null, null, classes, List.of());

        assertThat(failed(gate.judge(nothing, NONE, SERVED)))
                .containsExactly(
                        "enough-test-images",
                        "every-class-predicted",
                        "minimum-recall",
                        "minimum-recall-lower",
                        "beats-constant",
                        "beats-chance");
    }

    /** 4 of 20 images of each class, all one way: signs give less in 255.5 of 256 cases. */
    @Test
    void whoIsShownToBeBetterTakesTheChampionsPlace() {
        GateVerdict verdict = gate.judge(GOOD, champion(Set.of(0, 1, 2, 3, 20, 21, 22, 23), Set.of()), SERVED);

        assertThat(verdict).isInstanceOf(GateVerdict.Promoted.class);
        assertThat(check(verdict, "better-than-champion").explanation())
                .isEqualTo("Balanced accuracy is 1.000; the champion v0 has 0.800 on the same 40 test images. The"
                        + " difference is +0.200 (90 % interval +0.073 to +0.291): only the candidate answers 8 right,"
                        + " only the champion 0. The confidence that it is better is 0.998; at least 0.95 is asked.");
    }

    @Test
    void aDifferenceThatMayBeLuckIsRefusedWithWhatWouldTell() {
        GateVerdict verdict = gate.judge(GOOD, champion(Set.of(0, 1, 2, 3, 20), Set.of(4, 5, 21)), SERVED);

        assertThat(failed(verdict)).containsExactly("better-than-champion");
        assertThat(check(verdict, "better-than-champion").explanation())
                .contains("The difference is +0.050", "test images would tell such a difference");
    }

    @Test
    void fromSoFewImagesThatDifferNothingIsForetold() {
        GateVerdict verdict = gate.judge(GOOD, champion(Set.of(0, 1, 2, 20), Set.of(4, 21)), SERVED);

        assertThat(check(verdict, "better-than-champion").explanation())
                .contains("The difference is +0.050")
                .endsWith("too few to say how many would tell. The champion stays.")
                .doesNotContain("about");
    }

    @Test
    void aTieLeavesTheChampionAndSaysSo() {
        GateVerdict verdict = gate.judge(GOOD, champion(Set.of(3), Set.of(4)), SERVED);

        assertThat(failed(verdict)).containsExactly("better-than-champion");
        assertThat(check(verdict, "better-than-champion").explanation())
                .endsWith("As far as these images tell, it is no better than the champion, which stays.");
    }

    @Test
    void whoMustOnlyNotBeWorseIsRefusedByEvidenceOrByALossThatIsSeen() {
        var lenient = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.NOT_WORSE);

        assertThat(lenient.judge(GOOD, champion(Set.of(), Set.of()), SERVED)).isInstanceOf(GateVerdict.Promoted.class);
        assertThat(lenient.judge(GOOD, champion(Set.of(0, 1), Set.of(2, 3)), SERVED))
                .isInstanceOf(GateVerdict.Promoted.class);
        GateVerdict worse = lenient.judge(GOOD, champion(Set.of(), Set.of(0, 1, 2, 3, 4, 5, 6)), SERVED);
        assertThat(failed(worse)).containsExactly("not-worse-than-champion");
        assertThat(check(worse, "not-worse-than-champion"))
                .satisfies(
                        check -> assertThat(check.explanation()).contains("The confidence that it is worse is 0.996"),
                        check -> assertThat(check.limit()).isCloseTo(.05, within(1e-12)));
    }

    /** One image of 20 more is lost than won: no evidence, but 0.025 less. Half an image of 50 is 0.01. */
    @Test
    void aLossThatIsNotShownIsRefusedFromAHundredthOn() {
        var lenient = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.NOT_WORSE);

        GateCheck lost =
                check(lenient.judge(GOOD, champion(Set.of(0), Set.of(1, 2)), SERVED), "not-worse-than-champion");

        assertThat(lost.passed()).isFalse();
        assertThat(lost.value()).isCloseTo(-.025, within(1e-12));
        assertThat(lost.limit()).isEqualTo(-.01);
        assertThat(lost.explanation()).endsWith("less than 0.95 is asked, and a difference of at least -0.01.");
        assertThat(ChampionCheck.of(ChampionRule.NOT_WORSE, .9, losing(1)).passed())
                .isTrue();
        assertThat(ChampionCheck.of(ChampionRule.NOT_WORSE, .9, losing(2)).passed())
                .isFalse();
    }

    /** Fifty images of each of two classes, of which the candidate alone has so many of the first wrong. */
    private static Incumbent losing(int wrong) {
        RightAnswers candidate = RightAnswers.of(Confusions.labels(2), 100, i -> i / 50, i -> i < wrong ? 1 : i / 50);
        RightAnswers champion = RightAnswers.of(Confusions.labels(2), 100, i -> i / 50, i -> i / 50);
        return new Incumbent.Evaluated("v0", PairedComparison.of(candidate, champion));
    }

    /** Twenty images of each of two classes, answered right by both but for these. */
    private static Incumbent champion(Set<Integer> candidateOnly, Set<Integer> championOnly) {
        return new Incumbent.Evaluated("v0", PairedComparison.of(answers(championOnly), answers(candidateOnly)));
    }

    private static RightAnswers answers(Set<Integer> wrong) {
        return RightAnswers.of(Confusions.labels(2), 40, i -> i / 20, i -> wrong.contains(i) ? 1 - i / 20 : i / 20);
    }

    /** Wilson's 95 % interval of 1 of 1 begins at 0.207, of 1 of 2 at 0.095, of 2 of 3 at 0.208. */
    @Test
    void aClassWithFewImagesFailsWhenTheyDoNotTellItFromALostOne() {
        GateVerdict allRight = gate.judge(evaluation(List.of(90L, 10L), List.of(0L, 1L)), NONE, SERVED);
        GateVerdict halfRight = gate.judge(evaluation(List.of(99L, 1L), List.of(1L, 1L)), NONE, SERVED);
        GateVerdict twoThirds = gate.judge(evaluation(List.of(99L, 1L), List.of(1L, 2L)), NONE, SERVED);

        assertThat(check(allRight, "minimum-recall-lower").value()).isCloseTo(0.2065, within(1e-4));
        assertThat(failed(halfRight)).containsExactly("minimum-recall-lower");
        assertThat(check(halfRight, "minimum-recall-lower").explanation())
                .isEqualTo(
                        "The lowest lower bound (95 % Wilson) of a recall is 0.095, of class c1 with recall 0.500 on 2"
                                + " test images; at least 0.100 is asked.");
        assertThat(failed(twoThirds)).isEmpty();
    }

    /**
     * Shares of the answers .6 and .4, so the variance is (.24 / 10 + .24 / 10) / 4 = .012; .3 above 1/2 is 2.739
     * standard deviations.
     */
    @Test
    void theDistanceFromChanceByHand() {
        var test = evaluation(List.of(9L, 1L), List.of(3L, 7L));

        assertThat(ChanceTest.score(test)).isCloseTo(.3 / Math.sqrt(.012), within(1e-12));
        assertThat(ChanceTest.score(evaluation(List.of(9L, 0L), List.of(5L, 0L))))
                .isZero();
    }

    @Test
    void aModelThatServesOtherAnswersThanItWasTrainedToIsRefused() {
        var other = new ServingEvidence.Replayed(24, 0.02, false, 24, 24, SUM, SUM);

        GateVerdict verdict = gate.judge(GOOD, NONE, other);

        assertThat(failed(verdict)).containsExactly("serves-what-was-trained");
        assertThat(check(verdict, "serves-what-was-trained").explanation())
                .isEqualTo(
                        "The stored model, loaded as for scoring, answers 24 canaries as training did within 2.0e-02;"
                                + " at most 1e-05 is allowed.");
    }

    /** What an H100 was measured to differ by, and what no rounding explains. */
    @Test
    void aGpuMayRoundMoreCoarselyThanACpuButNotAnswerOtherwise() {
        var cpu = new ServingEvidence.Replayed(24, 1.4e-3, false, 24, 24, SUM, SUM);
        var gpu = new ServingEvidence.Replayed(24, 2.2e-3, true, 24, 24, SUM, SUM);
        var other = new ServingEvidence.Replayed(24, 0.02, true, 24, 24, SUM, SUM);

        assertThat(failed(gate.judge(GOOD, NONE, cpu))).containsExactly("serves-what-was-trained");
        assertThat(gate.judge(GOOD, NONE, gpu)).isInstanceOf(GateVerdict.Promoted.class);
        assertThat(failed(gate.judge(GOOD, NONE, other))).containsExactly("serves-what-was-trained");
    }

    @Test
    void preprocessingThatDiffersInOneImageIsRefused() {
        var other = new ServingEvidence.Replayed(24, 0, false, 24, 23, SUM, "cd".repeat(32));

        GateVerdict verdict = gate.judge(GOOD, NONE, other);

        assertThat(failed(verdict)).containsExactly("preprocessing-equal");
        assertThat(check(verdict, "preprocessing-equal").explanation())
                .contains("23 of 24 canaries", "abababababab in training, cdcdcdcdcdcd in serving");
    }

    @Test
    void withoutCanariesOrTheirImagesNothingIsProved() {
        var none = new ServingEvidence.Replayed(0, 0, false, 0, 0, SUM, SUM);

        assertThat(failed(gate.judge(GOOD, NONE, none)))
                .containsExactly("serves-what-was-trained", "preprocessing-equal");
    }

    /** One image of 24 is left and equal: 23 are not proved. */
    @Test
    void canariesWhoseImagesAreGoneAreNoProof() {
        var other = new ServingEvidence.Replayed(24, 0, false, 1, 1, SUM, SUM);

        GateVerdict verdict = gate.judge(GOOD, NONE, other);

        assertThat(failed(verdict)).containsExactly("preprocessing-equal");
        assertThat(check(verdict, "preprocessing-equal").value()).isEqualTo(1 / 24.0);
        assertThat(check(verdict, "preprocessing-equal").explanation())
                .contains("1 of 24 canaries", "The images of 23 are not in the store.");
    }

    @Test
    void aStoredModelThatCannotBeLoadedIsRefusedWithTheReason() {
        GateVerdict verdict = gate.judge(GOOD, NONE, new ServingEvidence.Unusable("no graph in it"));

        assertThat(failed(verdict)).containsExactly("serves-what-was-trained", "preprocessing-equal");
        assertThat(check(verdict, "serves-what-was-trained").explanation()).contains("no graph in it");
    }

    @Test
    void aModelTrainedElsewhereHasNothingToCompareServingWith() {
        GateVerdict verdict = gate.judge(GOOD, NONE, new ServingEvidence.NotComparable("it was trained elsewhere."));

        assertThat(verdict).isInstanceOf(GateVerdict.Promoted.class);
        assertThat(check(verdict, "preprocessing-equal").explanation())
                .isEqualTo("Not compared: it was trained elsewhere.");
    }

    @Test
    void withoutAChampionTheCheckSaysWhyItCouldNotCompare() {
        GateCheck check = check(gate.judge(GOOD, NONE, SERVED), "better-than-champion");

        assertThat(check.passed()).isTrue();
        assertThat(check.explanation()).isEqualTo("Not compared: no version serves yet.");
    }

    /** The property the gate exists for, at the weakest limits that can be configured. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noCollapsedModelPasses(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var weakest = new ModelGate(
                new GateLimits(Math.nextUp(Evaluation.COLLAPSED_RECALL), Evaluation.COLLAPSED_RECALL, 0),
                ChampionRule.NOT_WORSE);
        int collapsed = 0;
        int promoted = 0;
        for (int i = 0; i < 500; i++) {
            Evaluation test = Confusions.random(random);
            GateVerdict verdict = weakest.judge(test, NONE, SERVED);
            if (test.collapsed()) {
                collapsed++;
                assertThat(verdict).as("seed %d, model %d: %s", seed, i, test).isInstanceOf(GateVerdict.Refused.class);
            }
            promoted += verdict instanceof GateVerdict.Promoted ? 1 : 0;
        }
        assertThat(collapsed).as("seed %d: the property was tried", seed).isGreaterThan(50);
        assertThat(promoted).as("seed %d: the gate is no wall", seed).isGreaterThan(25);
    }

    /** A constant model fails for every number of classes and every share, whichever class it answers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noConstantModelPasses(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 200; i++) {
            int classes = random.nextInt(2, 10);
            int answer = random.nextInt(classes);
            List<List<Long>> rows = new ArrayList<>();
            for (int t = 0; t < classes; t++) {
                Long[] row = new Long[classes];
                java.util.Arrays.fill(row, 0L);
                row[answer] = random.nextLong(1, 5000);
                rows.add(List.of(row));
            }

            assertThat(gate.judge(evaluation(rows), NONE, SERVED))
                    .as("seed %d: %s", seed, rows)
                    .isInstanceOf(GateVerdict.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void promotedMeansEveryCheckPassed(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 500; i++) {
            Incumbent champion = champion(drawn(random, random.nextInt(12)), drawn(random, random.nextInt(12)));

            GateVerdict verdict = gate.judge(Confusions.random(random), champion, SERVED);

            assertThat(verdict.checks().stream().allMatch(GateCheck::passed))
                    .as("seed %d", seed)
                    .isEqualTo(verdict instanceof GateVerdict.Promoted);
        }
    }

    private static Set<Integer> drawn(RandomGenerator random, int images) {
        return random.ints(images, 0, 40).boxed().collect(Collectors.toSet());
    }

    @Test
    void noLimitLetsACollapsedModelThrough() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateLimits(0.10, 0.1, 0.1))
                .withMessageContaining("minimum-recall must be above 0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateLimits(0.3, 0.09, 0.1))
                .withMessageContaining("minimum-recall-lower must be at least 0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateLimits(0.3, 0.1, -0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GateLimits(Double.NaN, 0.1, 0.1));
    }

    @Test
    void defaults() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .build()
                .getConfigMapping(GateConfig.class);

        assertThat(config.limits()).isEqualTo(new GateLimits(0.30, 0.10, 0.10));
        assertThat(config.champion()).isEqualTo(ChampionRule.BETTER);
        assertThat(config.limits().fewestTestImages())
                .as("what an import, which does not know the settings, says")
                .isEqualTo(TrainingNeeds.TEST_IMAGES_PER_CLASS);
    }

    private static List<String> failed(GateVerdict verdict) {
        return verdict.checks().stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .toList();
    }

    private static GateCheck check(GateVerdict verdict, String name) {
        return verdict.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
