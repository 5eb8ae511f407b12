package org.equipoise.trainer.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedAftermathTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);

    static List<RuntimeException> comeAgain() {
        return List.of(
                new RunInterruptedException("stopping"),
                new StorageException("the store is away", null),
                new TimeoutException("the brokers are away"));
    }

    @ParameterizedTest
    @MethodSource("comeAgain")
    void stopsAndOutagesComeThrough(RuntimeException failure) {
        assertThatThrownBy(() -> guarded(failure)).isSameAs(failure);
    }

    /** A run whose model is registered must not fail for it. */
    @Test
    void anObjectThatIsGoneAndABugDoNot() {
        assertThatCode(() -> guarded(new MissingObjectException(Bucket.DATASETS, "stripes/v1/packed/train/part-0.npz")))
                .doesNotThrowAnyException();
        assertThatCode(() -> guarded(new ArithmeticException("nobody foresaw this")))
                .doesNotThrowAnyException();
    }

    private static void guarded(RuntimeException failure) {
        new GuardedAftermath(run -> {
                    throw failure;
                })
                .after(run());
    }

    private static EndedRun run() {
        var dataset = FrozenDatasets.even("stripes", new LabelSet(List.of("flat", "steep")), SHAPE, 160, 160);
        return new EndedRun(
                TrainingWorld.request("naive", Map.of()),
                dataset,
                RecipeBook.choose("naive", Map.of(), DatasetFingerprint.of(dataset), false)
                        .recipe(),
                NetworkDescription.articleCnn(SHAPE, 2, 0),
                List.of(160L, 160L),
                List.of(),
                null,
                null,
                () -> {
                    throw new IllegalStateException("no shard");
                },
                Optional::empty,
                "");
    }
}
