package org.equipoise.trainer.augmentation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.ShardSource;

/**
 * Training images, evenly by class, and a copy of each as a policy augments it. Both are in shards of the augment
 * service: which image a draw takes does not depend on the policy, so a shard without augmentation has the originals of
 * one with it, in the same order. No image is there twice.
 *
 * @param copies one of each original, in the same order
 */
record AugmentedSample(LabelledImages originals, LabelledImages copies) {

    /** Images that are asked for: enough to see a twentieth, few enough for a minute. */
    static final int MOST_IMAGES = 400;

    /** Of a shard. */
    private static final int SHARD_BYTES = 16 << 20;

    /** Of the originals, and of the copies: a judge may want them as they are. */
    static final int MOST_BYTES = 48 << 20;

    /**
     * Draws it.
     *
     * @param policy whose mixing is left out: a mixed image has another label
     * @throws RunFailedException if the shards cannot be had within the time
     */
    static AugmentedSample draw(
            ShardSource.Factory shards,
            TrainingRequested request,
            DatasetFrozen dataset,
            AugmentationPolicy policy,
            ExaminationTime time) {
        String runId = request.runId();
        LabelledImages originals =
                images(shards, request, ObjectKeys.originalsOf(runId), dataset, AugmentationPolicy.NONE, time);
        LabelledImages copies = images(shards, request, ObjectKeys.copiesOf(runId), dataset, policy.unmixed(), time);
        if (!Arrays.equals(originals.labels(), copies.labels())) {
            throw new RunFailedException("the copies that came are not those of the originals");
        }
        int[] chosen = distinct(originals);
        return new AugmentedSample(some(originals, chosen), some(copies, chosen));
    }

    private static LabelledImages images(
            ShardSource.Factory shards,
            TrainingRequested request,
            String runId,
            DatasetFrozen dataset,
            AugmentationPolicy policy,
            ExaminationTime time) {
        int classes = dataset.labelSet().size();
        int images = Math.toIntExact(Math.min(Math.min(MOST_IMAGES, total(dataset)), fitting(dataset)));
        int length = dataset.format().imageBytes();
        int imagesPerShard = Math.min(images, Math.max(1, SHARD_BYTES / length));
        // A run of its own: a late shard of the other policy would otherwise be taken for one of the run's.
        var own = new TrainingRequested(
                runId,
                request.model(),
                request.dataset(),
                request.datasetVersion(),
                request.recipe(),
                request.settings(),
                request.seed(),
                request.requestedAt());
        var epoch = new ShardSource.Plan.Epoch(
                EpochSampling.of(Sampling.BALANCED), java.util.Collections.nCopies(classes, 1.0));
        byte[] pixels = new byte[images * length];
        int[] labels = new int[images];
        try (ShardSource source = shards.open(new ShardSource.Plan(
                own, dataset, policy, List.of(epoch), imagesPerShard, Math.toIntExact(total(dataset))))) {
            for (int from = 0; from < images; from += imagesPerShard) {
                LabelledImages shard = source.take(0, from / imagesPerShard, time.left());
                int count = Math.min(shard.size(), images - from);
                System.arraycopy(shard.pixels(), 0, pixels, from * length, count * length);
                System.arraycopy(shard.labels(), 0, labels, from, count);
            }
        }
        return new LabelledImages(dataset.format(), pixels, labels);
    }

    /** Training images. */
    private static long total(DatasetFrozen dataset) {
        ClassDistribution train = dataset.classCounts().get(Split.TRAIN);
        return train == null ? 0 : train.total();
    }

    /** Images of the dataset's format that are looked at at most. */
    static int fitting(DatasetFrozen dataset) {
        return MOST_BYTES / dataset.format().imageBytes();
    }

    /** A class of few images is drawn more than once; each counts once. */
    private static int[] distinct(LabelledImages images) {
        Set<String> seen = new HashSet<>();
        int length = images.imageBytes();
        return IntStream.range(0, images.size())
                .filter(i -> seen.add(images.label(i)
                        + Sha256.hex(Arrays.copyOfRange(images.pixels(), i * length, (i + 1) * length))))
                .toArray();
    }

    private static LabelledImages some(LabelledImages images, int[] chosen) {
        if (chosen.length == images.size()) {
            return images;
        }
        InputFormat format = images.format();
        int length = format.imageBytes();
        byte[] pixels = new byte[chosen.length * length];
        int[] labels = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(images.pixels(), chosen[i] * length, pixels, i * length, length);
            labels[i] = images.label(chosen[i]);
        }
        return new LabelledImages(format, pixels, labels);
    }

    int size() {
        return originals.size();
    }
}
