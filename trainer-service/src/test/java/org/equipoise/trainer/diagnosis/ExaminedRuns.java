package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Stripes;

/** Runs on stripes of two directions. */
final class ExaminedRuns {

    static final InputShape SHAPE = new InputShape(16, 16, 1);
    static final NetworkDescription NETWORK = NetworkDescription.articleCnn(SHAPE, 2, 0);

    private ExaminedRuns() {}

    /** The naive recipe with other settings. */
    static Recipe recipe(Map<String, String> settings) {
        var dataset = FrozenDatasets.even("stripes", new LabelSet(List.of("flat", "steep")), SHAPE, 160, 160);
        return RecipeBook.choose("naive", settings, DatasetFingerprint.of(dataset), false)
                .recipe();
    }

    static LabelledImages stripes(int images, long seed) {
        return Stripes.shard(SHAPE, images, List.of(1.0, 1.0), seed);
    }

    /** A run that left nothing but its images. */
    static ExaminedRun bare(Map<String, String> settings, LabelledImages training) {
        return new ExaminedRun(
                recipe(settings),
                NETWORK,
                1,
                List.of(80L, 80L),
                training,
                stripes(64, 2),
                null,
                null,
                List.of(),
                Optional.empty(),
                "");
    }
}
