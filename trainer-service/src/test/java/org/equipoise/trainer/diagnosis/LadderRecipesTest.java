package org.equipoise.trainer.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.repair.Ladder;
import org.equipoise.diagnosis.repair.Proposal;
import org.equipoise.diagnosis.repair.RunSettings;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What the ladder proposes, a trainer takes. */
class LadderRecipesTest {

    private static final Map<String, String> ASKED = Map.of("rotationDegrees", "180", "horizontalFlip", "true");

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyProposalIsAValidRecipe(Cause cause) {
        var run = new RunSettings(
                "lung", "OT", "naive", ASKED, ExaminedRuns.recipe(ASKED).settings());
        Evidence evidence = Evidence.of(Map.of(Measure.RANKING, 0.9, Measure.BEST_RATE, 4.0));

        Ladder.of(List.of(cause), evidence, true, "divided by 255", run).forEach(proposal -> {
            String recipe = proposal.recipe();
            if (recipe != null) {
                assertThatCode(() -> RecipeBook.check(recipe, proposal.settings()))
                        .as(proposal.sentence())
                        .doesNotThrowAnyException();
            }
        });
    }

    /** Of a run that nobody allowed anything: what images of its modality do not bear is not proposed. */
    @ParameterizedTest
    @ValueSource(strings = {"DX", "CT", "MG", "MR", "US", "SM", "PT", "OT"})
    void noProposalIsMoreThanTheImagesBear(String modality) {
        noProposalIsRefused(modality, Map.of());
    }

    /** An earlier release trained with what a later one refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"DX", "CT", "MG", "MR", "US", "SM", "PT", "OT"})
    void neitherIsWhatTheRunWasTold(String modality) {
        noProposalIsRefused(
                modality,
                Map.of(
                        "horizontalFlip", "true",
                        "verticalFlip", "true",
                        "rotationDegrees", "72",
                        "gammaFraction", "0.9",
                        "cutoutFraction", "0.25"));
    }

    private static void noProposalIsRefused(String modality, Map<String, String> asked) {
        var counts = new ClassDistribution(List.of(90L, 60L));
        var dataset = new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), modality, new InputShape(28, 28, 1), counts, counts, counts);
        var run = new RunSettings(
                "lung", modality, "naive", asked, ExaminedRuns.recipe(asked).settings());
        Evidence evidence = Evidence.of(Map.of(Measure.RANKING, 0.9, Measure.BEST_RATE, 4.0));

        List<Cause> faults = Arrays.stream(Cause.values())
                .filter(cause -> cause != Cause.HEALTHY)
                .toList();
        List<Proposal> proposals = Ladder.of(faults, evidence, true, null, run);

        assertThat(proposals).hasSizeGreaterThan(5);
        proposals.forEach(proposal -> {
            String recipe = proposal.recipe();
            if (recipe != null) {
                assertThatCode(() -> RecipeBook.choose(recipe, proposal.settings(), dataset, false))
                        .as(proposal.sentence())
                        .doesNotThrowAnyException();
            }
        });
    }
}
