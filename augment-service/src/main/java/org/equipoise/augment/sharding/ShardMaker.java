package org.equipoise.augment.sharding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.planning.EpochPlan;
import org.equipoise.augment.planning.MixupPlan;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.sampling.Mixup;

/** Makes the shard that a request describes: the same request and split, the same bytes. */
public final class ShardMaker {

    private final long maxBytes;

    /** @param maxBytes of the pixels in one shard */
    public ShardMaker(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("a shard must have at least one byte, got " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Draws the slice, augments each image, and puts label, class weight and its place in the training split beside it.
     * Where images are mixed, the class of the second image, its place and its part of the target are beside it, too:
     * its share of the picture, with each class counted by its weight, and the weight is that of the whole target.
     *
     * @throws IllegalArgumentException if the slice is behind the epoch's end or too large, or the split has a class
     *     without a weight, or samples of 16 bits and the request no window
     */
    public Shard make(ShardRequested request, TrainingSplit split) {
        checkClasses(request.classWeights(), split);
        EpochPlan plan = EpochPlan.of(request.seed(), request.epoch(), split.labels(), EpochSampling.of(request));
        int[] drawn = plan.slice(request.shard(), request.imagesPerShard());
        InputFormat format = format(request, split);
        int imageBytes = format.imageBytes();
        long bytes = (long) drawn.length * imageBytes;
        if (bytes > maxBytes) {
            throw new IllegalArgumentException("a shard of " + drawn.length + " images of " + format + " has " + bytes
                    + " bytes, more than the " + maxBytes
                    + " of equipoise.augment.sharding.max-bytes; ask for fewer imagesPerShard");
        }
        byte[] images = new byte[(int) bytes];
        int[] labels = new int[drawn.length];
        float[] weights = new float[drawn.length];
        var augmenter = new ImageAugmenter(request.augmentation(), format, request.seed());
        long firstDraw = (long) request.shard() * request.imagesPerShard();
        for (int i = 0; i < drawn.length; i++) {
            int image = drawn[i];
            augmenter.apply(
                    request.epoch(), firstDraw + i, split.samples(image), split.offset(image), images, i * imageBytes);
            labels[i] = split.label(image);
            weights[i] = request.classWeights().get(labels[i]).floatValue();
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        Mixup.of(request.augmentation()).ifPresent(mixup -> {
            var mixer = new ImageMixer(augmenter, format, new MixupPlan(plan, mixup, split.labels(), request.seed()));
            mix(request, split, mixer, images, labels, weights, arrays);
        });
        arrays.put("images", format.array(images, drawn.length));
        arrays.put("labels", NpyArray.ofInts(labels, drawn.length));
        arrays.put("weights", NpyArray.ofFloats(weights, drawn.length));
        arrays.put("sources", NpyArray.ofInts(drawn, drawn.length));
        return new Shard(Npz.write(arrays), drawn.length);
    }

    private static void mix(
            ShardRequested request,
            TrainingSplit split,
            ImageMixer mixer,
            byte[] images,
            int[] labels,
            float[] weights,
            Map<String, NpyArray> arrays) {
        int[] partnerLabels = new int[labels.length];
        int[] partnerSources = new int[labels.length];
        float[] partnerShares = new float[labels.length];
        long firstDraw = (long) request.shard() * request.imagesPerShard();
        int imageBytes = images.length / labels.length;
        for (int i = 0; i < labels.length; i++) {
            MixupPlan.Partner partner = mixer.apply(request.epoch(), firstDraw + i, split, images, i * imageBytes);
            partnerSources[i] = partner.image();
            partnerLabels[i] = split.label(partner.image());
            double second = partner.share() * request.classWeights().get(partnerLabels[i]);
            double whole = (1 - partner.share()) * request.classWeights().get(labels[i]) + second;
            weights[i] = (float) whole;
            partnerShares[i] = whole == 0 ? 0 : (float) (second / whole);
        }
        arrays.put("partnerLabels", NpyArray.ofInts(partnerLabels, labels.length));
        arrays.put("partnerShares", NpyArray.ofFloats(partnerShares, labels.length));
        arrays.put("partnerSources", NpyArray.ofInts(partnerSources, labels.length));
    }

    private static InputFormat format(ShardRequested request, TrainingSplit split) {
        if ((split.bits() == Byte.SIZE) != (request.window() == null)) {
            throw new IllegalArgumentException("the training split has samples of " + split.bits()
                    + " bits, but the request has " + (request.window() == null ? "no" : "a")
                    + " window; only samples of 16 bits have one");
        }
        return new InputFormat(split.shape(), request.window());
    }

    private static void checkClasses(List<Double> classWeights, TrainingSplit split) {
        for (int i = 0; i < split.size(); i++) {
            if (split.label(i) < 0 || split.label(i) >= classWeights.size()) {
                throw new IllegalArgumentException("the training split has the class " + split.label(i)
                        + ", but the request has weights for " + classWeights.size() + " classes");
            }
        }
    }
}
