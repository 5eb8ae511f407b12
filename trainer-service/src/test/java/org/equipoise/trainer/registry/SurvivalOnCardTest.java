package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.modelcard.LabelSurvival;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.training.TrainedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A card says what was found about the augmentation that its network learned with. */
class SurvivalOnCardTest {

    private static final LabelSurvival FOUND =
            new LabelSurvival("a judge", 100, 0.9, 0.8, 0.99, "malignant", 0.2, true, null);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TrainedModel model = PicturedModels.of(store, TrainedModels.LABELS, new InputShape(16, 16, 1), 3);

    @Test
    void whatWasFoundComesOntoTheCard() {
        assertThat(survival(model)).isEqualTo(FOUND);
    }

    @Test
    void notWhereAPretrainedNetworkAnswersAlone() {
        var backbone = new RecipeChoice("network", "backbone", "fewer than 5 epochs");

        assertThat(survival(new TrainedModel(
                        model.request(),
                        model.dataset(),
                        model.recipe().with(Map.of("network", backbone)),
                        model.savedModel(),
                        model.validation(),
                        model.test(),
                        model.correction(),
                        model.uncalibratedTest(),
                        List.of(),
                        model.bestEpoch(),
                        model.seconds(),
                        model.device())))
                .isNull();
    }

    private @Nullable LabelSurvival survival(TrainedModel trained) {
        store.put(
                Bucket.CHECKPOINTS,
                trained.request().runId() + "/augmentation.json",
                EventCodec.write(FOUND),
                "application/json");
        return new ModelObjects(store)
                .withPictures(Registration.card(model, Instant.EPOCH), trained)
                .survival();
    }
}
