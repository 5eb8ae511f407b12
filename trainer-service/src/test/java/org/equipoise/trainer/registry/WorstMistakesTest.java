package org.equipoise.trainer.registry;

import java.util.Base64;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.modelcard.Mistake;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorstMistakesTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TrainedModel model = PicturedModels.of(store, LABELS, new InputShape(16, 16, 1), 5);

    @Test
    void areTheWrongAnswersWithTheHighestProbability() {
        var test =
                new SplitPredictions(2, new int[] {0, 1, 0, 1}, new float[] {.9f, .1f, .6f, .4f, .2f, .8f, .1f, .9f});

        assertThat(WorstMistakes.worst(test)).containsExactly(2, 1);
    }

    @Test
    void theEarlierImageWinsATie() {
        var test = new SplitPredictions(2, new int[] {1, 1}, new float[] {.7f, .3f, .7f, .3f});

        assertThat(WorstMistakes.worst(test)).containsExactly(0, 1);
    }

    @Test
    void divergedAnswersAreNoMistakesToLookAt() {
        var test = new SplitPredictions(2, new int[] {1}, new float[] {Float.NaN, Float.NaN});

        assertThat(WorstMistakes.worst(test)).isEmpty();
    }

    /** Over several packs, the id, the classes and the pixels belong to the same image. */
    @Test
    void pictureIdAndClassesBelongTogether() {
        List<Mistake> mistakes = new WorstMistakes(store).of(model);

        List<Integer> worst = WorstMistakes.worst(model.test());
        assertThat(mistakes).hasSize(WorstMistakes.MOST);
        assertThat(worst).anyMatch(place -> place >= 100);
        for (int i = 0; i < mistakes.size(); i++) {
            Mistake mistake = mistakes.get(i);
            int place = worst.get(i);
            assertThat(mistake.imageId()).isEqualTo(PicturedModels.imageId(place));
            assertThat(mistake.trueClass()).isEqualTo(LABELS.name(model.test().label(place)));
            assertThat(mistake.answered()).isEqualTo(LABELS.name(model.test().predictedClass(place)));
            byte[] png = Base64.getDecoder().decode(mistake.png());
            assertThat(PngCodec.decode(png).sample(0, 0, 0)).isEqualTo(place);
        }
        assertThat(mistakes).extracting(Mistake::probability).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void aMissingPackCostsItsPicturesOnly() {
        store.delete(Bucket.DATASETS, model.dataset().packs().get(0).objectKey());

        assertThat(new WorstMistakes(store).of(model))
                .extracting(Mistake::imageId)
                .isNotEmpty()
                .doesNotContain(PicturedModels.imageId(WorstMistakes.worst(model.test()).stream()
                        .filter(place -> place < 100)
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void withoutTheManifestNobodyKnowsWhoseTheyAre() {
        store.delete(Bucket.DATASETS, model.dataset().manifestKey());

        assertThat(new WorstMistakes(store).of(model)).isEmpty();
    }
}
