package org.equipoise.diagnosis.repair;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LadderTest {

    private static final RunSettings NAIVE = new RunSettings(
            "lung", "OT", "naive", Map.of("epochs", "4"), Map.of("network", "article-cnn", "learningRate", "0.001"));

    /** A run of an earlier release was told what a trainer refuses now. */
    @Test
    void whatImagesDoNotBearIsNotProposedAgainUnlessItWasMeant() {
        Map<String, String> asked = Map.of("rotationDegrees", "72", "verticalFlip", "true", "zoomFraction", "0.1");
        var dx = new RunSettings("lung", "DX", "naive", asked, asked);

        for (Cause cause : List.of(Cause.LEARNING_RATE_TOO_HIGH, Cause.SYMMETRIC_LABEL_NOISE)) {
            Proposal proposal =
                    Ladder.of(List.of(cause), Evidence.NONE, false, null, dx).get(0);
            assertThat(proposal.settings())
                    .containsEntry("rotationDegrees", "10")
                    .containsEntry("verticalFlip", "false")
                    .containsEntry("zoomFraction", "0.1");
            assertThat(proposal.sentence())
                    .contains("no further than images of modality DX bear: verticalFlip=false instead of true,"
                            + " rotationDegrees=10 instead of 72.");
        }

        Map<String, String> meant = Map.of("rotationDegrees", "72", "augmentationLimits", "none");
        var unlimited = new RunSettings("lung", "DX", "naive", meant, meant);
        Proposal proposal = Ladder.of(List.of(Cause.LEARNING_RATE_TOO_HIGH), Evidence.NONE, false, null, unlimited)
                .get(0);
        assertThat(proposal.settings()).containsEntry("rotationDegrees", "72");
        assertThat(proposal.sentence()).doesNotContain("bear");
    }

    /** Else it would be found out anew, and what it does would be credited to the repair. */
    @Test
    void theSameAgainSeesTheImagesAsLargeAsTheRunDid() {
        for (Cause cause : List.of(Cause.LEARNING_RATE_TOO_HIGH, Cause.SYMMETRIC_LABEL_NOISE)) {
            assertThat(sideOfTheRepair(cause, "112")).isEqualTo("112");
            assertThat(sideOfTheRepair(cause, "version")).isEqualTo("version");
            assertThat(sideOfTheRepair(cause, "auto")).isNull();
        }
    }

    private static @Nullable String sideOfTheRepair(Cause cause, String carriedOut) {
        var run = new RunSettings("lung", "OT", "auto", Map.of(), Map.of("networkSide", carriedOut));
        return Ladder.of(List.of(cause), Evidence.NONE, false, null, run)
                .get(0)
                .settings()
                .get("networkSide");
    }

    /** Whatever else it might be, with less probability. */
    @Test
    void whatIsHealthyIsNotRepaired() {
        assertThat(Ladder.of(List.of(Cause.HEALTHY, Cause.CLASS_IMBALANCE), Evidence.NONE, true, null, NAIVE))
                .isEmpty();
    }

    /** It reads neither rate nor augmentation, and stays as it is. */
    @Test
    void whatARunOnAPretrainedNetworkDoesNotReadIsNotProposed() {
        var frozen = new RunSettings(
                "lung", "OT", "auto", Map.of("network", "backbone"), Map.of("network", "backbone", "rotation", "10"));
        List<Cause> causes = Arrays.stream(Cause.values())
                .filter(cause -> List.of(Cause.Remedy.LEARNING, Cause.Remedy.AUGMENT, Cause.Remedy.CAPACITY)
                        .contains(cause.remedy()))
                .toList();

        assertThat(causes).hasSizeGreaterThan(4);
        assertThat(Ladder.of(causes, Evidence.NONE, true, null, frozen)).isEmpty();
        assertThat(Ladder.of(List.of(Cause.CLASS_IMBALANCE), Evidence.NONE, true, null, frozen))
                .extracting(Proposal::rung)
                .containsExactly("prior", "sampling");
    }

    @Test
    void imbalanceIsRepairedTheCheapestWayFirst() {
        List<Proposal> ladder = Ladder.of(
                List.of(Cause.CLASS_IMBALANCE), Evidence.of(Map.of(Measure.RANKING, 0.93)), true, null, NAIVE);

        assertThat(ladder).extracting(Proposal::rung).containsExactly("prior", "loss", "sampling");
        assertThat(ladder.get(0).recipe()).isEqualTo("naive");
        assertThat(ladder.get(0).settings()).isEqualTo(Map.of("epochs", "4", "answerAdjustment", "1"));
        assertThat(ladder.get(2).recipe()).isEqualTo("auto");
    }

    @Test
    void whatTheEvidenceSaysIsNotEnoughIsLeftOut() {
        List<Proposal> ladder = Ladder.of(
                List.of(Cause.CLASS_IMBALANCE), Evidence.of(Map.of(Measure.RANKING, 0.63)), false, null, NAIVE);

        assertThat(ladder).singleElement().satisfies(only -> {
            assertThat(only.recipe()).isEqualTo("auto");
            assertThat(only.settings()).isEqualTo(Map.of("sampling", "balanced"));
            assertThat(only.sentence()).contains("hardly rank");
        });
    }

    @Test
    void aRateGoesBackToTheUsualOneAndWhatWasAskedBesidesStays() {
        var run = new RunSettings(
                "lung", "OT", "naive", Map.of("learningRate", "0.3", "epochs", "4"), Map.of("learningRate", "0.3"));

        List<Proposal> ladder = Ladder.of(
                List.of(Cause.LEARNING_RATE_TOO_HIGH),
                Evidence.of(Map.of(Measure.LEARNING_GAIN, 0.6)),
                false,
                null,
                run);

        assertThat(ladder.get(0).settings())
                .containsEntry("learningRate", "0.001")
                .containsEntry("epochs", "4");
        assertThat(ladder.get(1).recipe()).isEqualTo("auto");
        assertThat(ladder.get(1).settings()).isEmpty();
    }

    /** 0.3 times 10^-2.5 is 0.00095. */
    @Test
    void whereNoShortRunLearntTheRateIsThatOfTheSweep() {
        var run = new RunSettings("lung", "OT", "naive", Map.of(), Map.of("learningRate", "0.3"));

        assertThat(Ladder.of(
                                List.of(Cause.LEARNING_RATE_TOO_HIGH),
                                Evidence.of(Map.of(Measure.BEST_RATE, -2.5)),
                                false,
                                null,
                                run)
                        .get(0)
                        .settings())
                .containsEntry("learningRate", "0.0009");
    }

    @Test
    void harmfulAugmentationIsLeftOutTransformByTransform() {
        var run = new RunSettings(
                "lung",
                "OT",
                "naive",
                Map.of("rotationDegrees", "180", "horizontalFlip", "true"),
                Map.of("rotationDegrees", "180.0", "horizontalFlip", "true", "zoomFraction", "0.0"));

        assertThat(Ladder.of(List.of(Cause.HARMFUL_AUGMENTATION), Evidence.NONE, false, null, run)
                        .get(0)
                        .settings())
                .isEqualTo(Map.of("rotationDegrees", "0", "horizontalFlip", "false"));
    }

    @Test
    void whatWasAllowedBeyondTheModalityIsLimitedAgain() {
        var run = new RunSettings(
                "lung",
                "DX",
                "naive",
                Map.of("rotationDegrees", "180", "augmentationLimits", "none"),
                Map.of("rotationDegrees", "180.0", "cutoutFraction", "0.2", "augmentationLimits", "none"));

        assertThat(Ladder.of(List.of(Cause.HARMFUL_AUGMENTATION), Evidence.NONE, false, null, run)
                        .get(0)
                        .settings())
                .isEqualTo(Map.of("rotationDegrees", "0", "cutoutFraction", "0", "augmentationLimits", "modality"));
    }

    /** An intensity of a CT is a measurement. */
    @Test
    void mildAugmentationIsWhatTheImagesBear() {
        Map<String, String> radiographs = mild("DX");
        Map<String, String> tomographs = mild("CT");

        assertThat(radiographs)
                .isEqualTo(Map.of(
                        "rotationDegrees",
                        "10",
                        "translationFraction",
                        "0.1",
                        "zoomFraction",
                        "0.1",
                        "gainFraction",
                        "0.1"));
        assertThat(tomographs)
                .isEqualTo(Map.of("rotationDegrees", "10", "translationFraction", "0.1", "zoomFraction", "0.1"));
    }

    private static Map<String, String> mild(String modality) {
        var run = new RunSettings("lung", modality, "naive", Map.of(), Map.of());
        return Ladder.of(List.of(Cause.TOO_LITTLE_AUGMENTATION), Evidence.NONE, false, null, run)
                .get(0)
                .settings();
    }

    @Test
    void labelsAreLookedAtByAPersonBeforeTheSameIsTrained() {
        assertThat(Ladder.of(List.of(Cause.MINORITY_RELABELLED), Evidence.NONE, false, null, NAIVE))
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.needsAPerson()).isTrue();
                    assertThat(only.recipe()).isEqualTo("naive");
                    assertThat(only.settings()).isEqualTo(NAIVE.asked());
                    assertThat(only.sentence()).contains("equipoise labels --dataset lung");
                });
    }

    @Test
    void preprocessingIsAnInstructionWithTheExactDifference() {
        assertThat(Ladder.of(List.of(Cause.PREPROCESSING_DIFFERS), Evidence.NONE, false, "divided by 255", NAIVE))
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.recipe()).isNull();
                    assertThat(only.sentence()).contains("divided by 255");
                });
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseThatIsAFaultHasARung(Cause cause) {
        var run = new RunSettings("lung", "OT", "naive", Map.of(), Map.of("rotationDegrees", "90"));

        List<Proposal> ladder = Ladder.of(List.of(cause), Evidence.NONE, false, null, run);

        assertThat(ladder.isEmpty()).isEqualTo(cause.remedy() == Cause.Remedy.NONE);
        assertThat(ladder)
                .doesNotHaveDuplicates()
                .allSatisfy(one ->
                        assertThat(one.sentence()).doesNotContain("null", "..").endsWith("."));
    }

    @Test
    void ofTwoCausesTheFirstOnesRungsStandFirstAndTheAutomaticRecipeOnce() {
        List<Proposal> ladder = Ladder.of(
                List.of(Cause.LEARNING_RATE_TOO_LOW, Cause.CLASS_IMBALANCE), Evidence.NONE, false, null, NAIVE);

        assertThat(ladder).extracting(Proposal::recipe).containsExactly("naive", "auto");
    }

    /** An aim beside another place for the answers is refused, and it is where the sick answers are. */
    @ParameterizedTest
    @EnumSource(Cause.class)
    void noRepairKeepsAnAim(Cause cause) {
        var aimed = new RunSettings(
                "lung",
                "OT",
                "naive",
                Map.of("aim", "cost", "aimCosts", "0,1;5,0", "epochs", "4"),
                Map.of("rotationDegrees", "90", "learningRate", "0.3"));
        Evidence ranks = Evidence.of(Map.of(Measure.RANKING, 0.93));

        List<Proposal> ladder = Ladder.of(List.of(cause), ranks, true, null, aimed);

        assertThat(ladder)
                .allSatisfy(one -> assertThat(one.settings()).doesNotContainKeys("aim", "aimCosts"))
                .filteredOn(one -> "naive".equals(one.recipe()))
                .allSatisfy(one -> {
                    assertThat(one.settings()).containsEntry("epochs", "4");
                    assertThat(one.sentence()).contains(", without the aim cost");
                });
    }

    @Test
    void theFirstRepairOfALostClassCanBeTrainedThoughTheRunHadAnAim() {
        var aimed = new RunSettings("lung", "OT", "naive", Map.of("aim", "accuracy"), Map.of());

        Proposal first = Ladder.of(List.of(Cause.CLASS_IMBALANCE), Evidence.NONE, true, null, aimed)
                .get(0);

        assertThat(first.settings()).isEqualTo(Map.of("answerAdjustment", "1"));
        assertThat(first.sentence()).endsWith("seen to lose no class, without the aim accuracy (answerAdjustment=1).");
    }

    /** It takes the place of the adjustment, which so would change nothing. */
    @Test
    void thePriorIsNotSubtractedBesideAPrevalence() {
        var run = new RunSettings("lung", "OT", "naive", Map.of("prevalence", "0.9,0.1"), Map.of());

        List<Proposal> ladder =
                Ladder.of(List.of(Cause.CLASS_IMBALANCE), Evidence.of(Map.of(Measure.RANKING, 0.93)), true, null, run);

        assertThat(ladder.get(0).settings()).isEqualTo(Map.of("answerAdjustment", "1"));
        assertThat(ladder.get(0).sentence()).contains("without its prevalence");
        assertThat(ladder.get(1).settings()).containsEntry("prevalence", "0.9,0.1");
    }

    @Test
    void anAimOfNoneIsNotSpokenOf() {
        var plain = new RunSettings("lung", "OT", "naive", Map.of("aim", "none"), Map.of());

        assertThat(Ladder.of(List.of(Cause.CLASS_IMBALANCE), Evidence.NONE, true, null, plain)
                        .get(0)
                        .sentence())
                .doesNotContain("aim");
    }

    @Test
    void rungsHaveTheNamesOfTheCards() {
        assertThat(Arrays.stream(Rung.values()).map(Rung::wireName).toList())
                .containsExactly("prior", "loss", "sampling", "relabelling", "learning", "preprocessing");
        assertThat(Rung.named("sampling")).contains(Rung.SAMPLING);
        assertThat(Rung.named("magic")).isEmpty();
    }
}
