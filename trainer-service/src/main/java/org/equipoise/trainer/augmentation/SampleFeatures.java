package org.equipoise.trainer.augmentation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.PatchDictionary;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.RunFailedException;

/**
 * Originals and copies as numbers: what a pretrained network sees of them where the recipe means one or one is kept,
 * else how near their patches are to patches of the originals.
 *
 * @param seenBy in words
 */
record SampleFeatures(FeatureRows originals, FeatureRows copies, String seenBy) {

    private static final int CENTROIDS = 64;

    /** Pixels that images are resized to for a pretrained network that takes any. */
    private static final int SIDE = 112;

    /**
     * Looks at them.
     *
     * @param name of the pretrained network that the recipe means, or {@link Backbone#ONLY}; where there are several
     *     and it means none of them, or that one cannot look at these images, patches are looked at
     * @throws RunFailedException if the time is over
     */
    static SampleFeatures of(
            AugmentedSample sample, FrozenNetworks networks, String name, long seed, ExaminationTime time) {
        try {
            Backbone backbone = meant(networks, name).orElse(null);
            return backbone == null ? patches(sample, seed, "", time) : seenBy(backbone, sample, networks, time);
        } catch (RunFailedException | InvalidBackboneException e) {
            time.check();
            return patches(sample, seed, " (a pretrained network cannot be used: " + e.getMessage() + ")", time);
        }
    }

    private static Optional<Backbone> meant(FrozenNetworks networks, String name) {
        if (!name.equals(Backbone.ONLY)) {
            return networks.find(name);
        }
        List<Backbone> kept = networks.all();
        return kept.size() == 1 ? Optional.of(kept.get(0)) : Optional.empty();
    }

    private static SampleFeatures seenBy(
            Backbone backbone, AugmentedSample sample, FrozenNetworks networks, ExaminationTime time) {
        int features = backbone.kind().features();
        int side = Objects.requireNonNullElse(backbone.fixedSide(), SIDE);
        try (FrozenNetwork network = networks.open(backbone, sample.originals().format(), side)) {
            return new SampleFeatures(
                    looked(network, sample.originals(), features, time),
                    looked(network, sample.copies(), features, time),
                    "a linear classifier of what " + backbone.name() + " sees");
        }
    }

    private static FeatureRows looked(
            FrozenNetwork network, LabelledImages images, int features, ExaminationTime time) {
        float[] values = new float[images.size() * features];
        for (int from = 0; from < images.size(); from += network.batch()) {
            time.check();
            int count = Math.min(network.batch(), images.size() - from);
            float[] seen = network.features(images, from, count, false);
            FrozenNetwork.checkFinite(seen);
            System.arraycopy(seen, 0, values, from * features, seen.length);
        }
        return new FeatureRows(features, values, images.labels());
    }

    private static SampleFeatures patches(AugmentedSample sample, long seed, String why, ExaminationTime time) {
        byte[] originals = sample.originals().pixels();
        byte[] both = Arrays.copyOf(originals, 2 * originals.length);
        System.arraycopy(sample.copies().pixels(), 0, both, originals.length, originals.length);
        int images = sample.size();
        FeatureTable table = PatchDictionary.learn(sample.originals().format(), both, CENTROIDS, seed)
                .features(2 * images, time::check);
        return new SampleFeatures(
                rows(table, 0, sample.originals()),
                rows(table, images, sample.copies()),
                "a linear classifier of patches" + why);
    }

    private static FeatureRows rows(FeatureTable table, int from, LabelledImages images) {
        int width = table.width();
        float[] values = new float[images.size() * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.at(from + i / width, i % width);
        }
        return new FeatureRows(width, values, images.labels());
    }

    /** Each original beside its copy. */
    FeatureRows together() {
        int width = originals.features();
        float[] values = new float[2 * originals.values().length];
        int[] labels = new int[2 * originals.size()];
        for (int i = 0; i < labels.length; i++) {
            FeatureRows from = i % 2 == 0 ? originals : copies;
            System.arraycopy(from.values(), i / 2 * width, values, i * width, width);
            labels[i] = from.labels()[i / 2];
        }
        return new FeatureRows(width, values, labels);
    }
}
