package org.equipoise.trainer.kafka;

import java.util.List;
import java.util.Map;

import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.AugmentationExamination.Examined;
import org.equipoise.trainer.training.AugmentationExamination.Progress;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedExaminationTest {

    private static final DatasetFrozen DATASET =
            FrozenDatasets.even("stripes", new LabelSet(List.of("flat", "steep")), new InputShape(16, 16, 1), 160, 160);
    private static final ChosenRecipe CHOSEN =
            RecipeBook.choose("naive", Map.of(), DatasetFingerprint.of(DATASET), false);

    static List<RuntimeException> comeAgain() {
        return List.of(
                new RunInterruptedException("stopping"),
                new StorageException("the store is away", null),
                new TimeoutException("the brokers are away"));
    }

    @ParameterizedTest
    @MethodSource("comeAgain")
    void stopsAndOutagesComeThrough(RuntimeException failure) {
        assertThatThrownBy(() -> examined(failure)).isSameAs(failure);
    }

    @Test
    void whatCannotBeHadIsSaidAndCostsNoRun() {
        assertThat(examined(new RunFailedException("no time within 60 s")))
                .isEqualTo(new Examined(CHOSEN, List.of("the augmentation was not examined: no time within 60 s")));
    }

    @Test
    void aBugCostsNoRun() {
        assertThat(examined(new ArithmeticException("nobody foresaw this")))
                .isEqualTo(new Examined(CHOSEN, List.of("the augmentation was not examined: the log says why")));
    }

    @Test
    void norDoesTooLittleMemory() {
        assertThat(examined(new OutOfMemoryError("heap")).remarks())
                .containsExactly("the augmentation was not examined: out of memory");
    }

    private static Examined examined(Throwable failure) {
        var guarded = new GuardedExamination((request, dataset, chosen, progress) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
        return guarded.examine(TrainingWorld.request("naive", Map.of()), DATASET, CHOSEN, new Progress() {
            @Override
            public void said(String remark) {
                throw new IllegalStateException("nothing is to be said");
            }

            @Override
            public void stopIfSuperseded() {
                // Nobody else has the run.
            }
        });
    }
}
