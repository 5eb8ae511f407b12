package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.repair.Ladder;
import org.equipoise.diagnosis.repair.RunSettings;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
}
