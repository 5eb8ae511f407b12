package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.labels.LabelExamination;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.VersionFeatures;

/**
 * Whether what the pretrained network that is kept sees tells the classes apart. Its number stands on the card beside
 * the {@link OtherLearner}'s and ranks no cause: the ranking was learnt with patches, and a learner that sees more
 * would speak for other causes than it did there.
 */
final class PretrainedLearner {

    private static final String NAME = "pretrained-learner";

    /** Of features that may be in memory beside what was read for the other measures. */
    private static final long MOST_BYTES = 64L << 20;

    /** Numbers of an image, whose square is solved for. */
    private static final int MOST_FEATURES = 1280;

    private PretrainedLearner() {}

    /**
     * The number; empty without a network, or where it cannot be had in time.
     *
     * @param backbone name of the network; {@link Backbone#ONLY} for the only one that is kept
     * @param most images of which it is made
     */
    static Optional<NamedEvidence> of(
            DatasetFrozen dataset,
            String backbone,
            VersionFeatures features,
            int most,
            long seed,
            VersionFeatures.Patience patience) {
        try {
            return features.network(backbone)
                    .filter(network -> fits(dataset, network))
                    .flatMap(network -> features.of(dataset, Split.TRAIN, network, patience))
                    .flatMap(seen -> evidence(seen, dataset.labelSet().size(), most, seed));
        } catch (RunFailedException | InvalidRecipeException | InvalidBackboneException | MissingObjectException e) {
            // A network that is gone or damaged says nothing; whoever trains with it is told why.
            return Optional.empty();
        }
    }

    private static boolean fits(DatasetFrozen dataset, Backbone network) {
        long images = dataset.packs(Split.TRAIN).stream()
                .mapToLong(DatasetFrozen.Pack::images)
                .sum();
        int features = network.kind().features();
        return features <= MOST_FEATURES && images * features * Float.BYTES <= MOST_BYTES;
    }

    private static Optional<NamedEvidence> evidence(VersionFeatures.Seen seen, int classes, int most, long seed) {
        FeatureRows rows = spread(seen.rows(), most);
        OptionalDouble area = LabelExamination.separation(
                        new FeatureTable(rows.features(), rows.values()).standardised(), rows.labels(), classes, seed)
                .stream()
                .flatMap(separation -> separation.areas().stream())
                .flatMapToDouble(OptionalDouble::stream)
                .average();
        return area.isEmpty()
                ? Optional.empty()
                : Optional.of(new NamedEvidence(
                        NAME,
                        "experiment",
                        area.getAsDouble(),
                        Measure.OTHER_LEARNER.unit(),
                        "of ridge regression on what the pretrained network "
                                + seen.backbone().name() + " sees, on training images that it did not see; beside "
                                + Measure.OTHER_LEARNER.wireName() + ", and not ranked",
                        Measure.OTHER_LEARNER.healthy(),
                        List.of(),
                        List.of()));
    }

    /** As many, evenly over the split. */
    private static FeatureRows spread(FeatureRows rows, int most) {
        if (rows.size() <= most) {
            return rows;
        }
        int features = rows.features();
        float[] values = new float[most * features];
        int[] labels = new int[most];
        for (int i = 0; i < most; i++) {
            int row = (int) ((long) i * rows.size() / most);
            System.arraycopy(rows.values(), row * features, values, i * features, features);
            labels[i] = rows.labels()[row];
        }
        return new FeatureRows(features, values, labels);
    }
}
