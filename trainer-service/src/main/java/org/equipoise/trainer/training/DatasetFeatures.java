package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.features.FeatureRows;
import org.jspecify.annotations.Nullable;

/** What a pretrained network sees of the splits of a frozen version: computed once, then read. */
final class DatasetFeatures {

    /**
     * Bytes of all features of a split in memory, at most: they are there twice while they are standardised, or while a
     * fold is left out.
     */
    static final long MOST_BYTES = 128L << 20;

    private final DatasetPacks packs;
    private final DatasetFrozen dataset;
    private final FeatureCache cache;
    private final FrozenNetwork network;
    private final int features;
    private final Progress progress;

    /** Told after each batch. */
    interface Progress {
        /** Something that a reader should know. */
        void said(String remark);

        /**
         * So many images were looked at.
         *
         * @throws RunInterruptedException to stop
         */
        void looked(Split split, int images, int of);
    }

    DatasetFeatures(
            DatasetPacks packs,
            DatasetFrozen dataset,
            FeatureCache cache,
            FrozenNetwork network,
            int features,
            Progress progress) {
        this.packs = packs;
        this.dataset = dataset;
        this.cache = cache;
        this.network = network;
        this.features = features;
        this.progress = progress;
    }

    /** Of a network, kept beside the packs where the store lets them be kept. */
    static DatasetFeatures kept(
            TrainingPorts ports,
            DatasetFrozen dataset,
            Backbone backbone,
            int side,
            FrozenNetwork network,
            Progress progress) {
        var cache = new FeatureCache(ports.packs().objects(), dataset, backbone, side, progress::said);
        return new DatasetFeatures(
                ports.packs(), dataset, cache, network, backbone.kind().features(), progress);
    }

    /**
     * A split in pack order, the views of an image beside each other.
     *
     * @param mirror whether the mirror image of each image is a second view
     * @throws RunFailedException if it does not fit into memory
     */
    FeatureRows of(Split split, boolean mirror) {
        List<DatasetFrozen.Pack> all = dataset.packs(split);
        int images = images(dataset, split);
        int views = mirror ? 2 : 1;
        checkSize(dataset, split, views, features);
        float[] values = new float[images * views * features];
        int[] labels = new int[images * views];
        int done = 0;
        for (int part = 0; part < all.size(); part++) {
            @Nullable LabelledImages read = null;
            for (int view = 0; view < views; view++) {
                boolean mirrored = view == 1;
                @Nullable FeatureRows rows = cache.find(split, part, mirrored).orElse(null);
                if (rows == null) {
                    read = read == null ? packs.read(dataset, all.get(part)) : read;
                    rows = computed(read, mirrored, split, done, images);
                    cache.keep(split, part, mirrored, rows);
                }
                for (int i = 0; i < rows.size(); i++) {
                    int row = (done + i) * views + view;
                    System.arraycopy(rows.values(), i * features, values, row * features, features);
                    labels[row] = rows.labels()[i];
                }
            }
            done += all.get(part).images();
        }
        return new FeatureRows(features, values, labels);
    }

    /** Refuses features that do not fit into memory. */
    static void checkSize(DatasetFrozen dataset, Split split, int views, int features) {
        int images = images(dataset, split);
        long bytes = (long) images * views * features * Float.BYTES;
        if (bytes > MOST_BYTES) {
            throw new RunFailedException("what the pretrained network sees of " + images + " images of the "
                    + split.wireName() + " split takes " + bytes + " bytes, at most " + MOST_BYTES
                    + " are held: fewer images" + (views == 2 ? ", or symmetry=none," : "") + " fit");
        }
    }

    private static int images(DatasetFrozen dataset, Split split) {
        return dataset.packs(split).stream()
                .mapToInt(DatasetFrozen.Pack::images)
                .sum();
    }

    private FeatureRows computed(LabelledImages pack, boolean mirrored, Split split, int before, int of) {
        float[] values = new float[pack.size() * features];
        for (int from = 0; from < pack.size(); from += network.batch()) {
            int count = Math.min(network.batch(), pack.size() - from);
            float[] seen = network.features(pack, from, count, mirrored);
            FrozenNetwork.checkFinite(seen);
            System.arraycopy(seen, 0, values, from * features, seen.length);
            progress.looked(split, before + from + count, of);
        }
        return new FeatureRows(features, values, pack.labels());
    }
}
