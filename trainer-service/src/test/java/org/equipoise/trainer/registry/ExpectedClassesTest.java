package org.equipoise.trainer.registry;

import java.util.Map;

import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.TrainedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectedClassesTest {

    /** One in 100,000 is less than half an image of the dataset's 1005: the class used to be absent. */
    @Test
    void aClassThatIsToldToBeVeryRareIsStillExpected() {
        TrainedModel rare = told("0.898,0.10199,0.00001");
        TrainedModel oneImage = told("0.8975,0.1019,0.0006");

        ModelCard card = Registration.card(rare, TrainedModels.NOW);

        assertThat(card.reference().upperBounds().get(2))
                .isGreaterThan(card.reference().shares().get(2));
        assertThat(card.reference())
                .as("one image, as for a share of one image")
                .isEqualTo(Registration.card(oneImage, TrainedModels.NOW).reference());
    }

    private static TrainedModel told(String prevalence) {
        TrainedModel run = TrainedModels.of("run-1", TrainedModels.GOOD);
        return new TrainedModel(
                run.request(),
                run.dataset(),
                RecipeBook.choose(
                        "auto", Map.of("prevalence", prevalence), DatasetFingerprint.of(run.dataset()), false),
                run.savedModel(),
                run.validation(),
                run.test(),
                run.correction(),
                run.uncalibratedTest(),
                run.telemetry(),
                run.bestEpoch(),
                run.seconds(),
                run.device());
    }
}
