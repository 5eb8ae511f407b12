package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/**
 * The trainer wants one slice of one epoch. Topic {@code shards.requested}, keyed by {@code runId/epoch/shard}. The
 * event says everything that decides the shard's bytes, so any instance makes the same shard, however often it is
 * asked.
 *
 * @param epoch from 0
 * @param shard from 0; the slice {@code [shard * imagesPerShard, (shard + 1) * imagesPerShard)} of the epoch's order
 * @param imagesPerShard 1 to 65536; the last shard of an epoch may be smaller
 * @param sampling how an epoch is drawn from the training split
 * @param augmentation what is done to each image
 * @param classWeights weight of an image of class k in the loss, written beside it
 * @param seed of the run; order and transforms follow from (seed, epoch)
 * @param window that the version's samples of 16 bits are seen through; absent where they have 8
 * @param effectiveNumberBeta of {@link Sampling#EFFECTIVE_NUMBER}, 0 to 0.99999; absent of others
 * @param minorityShare least share of a class, of {@link Sampling#MINORITY_QUOTA}, above 0 to 0.5; absent of others
 * @param mostRepeats how often an epoch may draw one image for the sake of that share, at least 1; absent of others
 */
public record ShardRequested(
        String runId,
        int epoch,
        int shard,
        int imagesPerShard,
        String dataset,
        String datasetVersion,
        Sampling sampling,
        AugmentationPolicy augmentation,
        List<Double> classWeights,
        long seed,
        Instant requestedAt,
        @Nullable ValueWindow window,
        @Nullable Double effectiveNumberBeta,
        @Nullable Double minorityShare,
        @Nullable Integer mostRepeats)
        implements Dated {

    /** How an epoch is drawn. */
    public enum Sampling {
        /** Every training image once, in random order. */
        @JsonProperty("natural")
        NATURAL,
        /** As many draws as training images, each class equally often, every image of a class before any repeats. */
        @JsonProperty("balanced")
        BALANCED,
        /** Each class in proportion to the root of its images. */
        @JsonProperty("square-root")
        SQUARE_ROOT,
        /** Each class in proportion to its images by their effective number (Cui et al. 2019). */
        @JsonProperty("effective-number")
        EFFECTIVE_NUMBER,
        /** Each class at least at a share of the epoch, as far as its images may be repeated. */
        @JsonProperty("minority-quota")
        MINORITY_QUOTA
    }

    /** Drawn in a way that reads no number. */
    public ShardRequested(
            String runId,
            int epoch,
            int shard,
            int imagesPerShard,
            String dataset,
            String datasetVersion,
            Sampling sampling,
            AugmentationPolicy augmentation,
            List<Double> classWeights,
            long seed,
            Instant requestedAt,
            @Nullable ValueWindow window) {
        this(
                runId,
                epoch,
                shard,
                imagesPerShard,
                dataset,
                datasetVersion,
                sampling,
                augmentation,
                classWeights,
                seed,
                requestedAt,
                window,
                null,
                null,
                null);
    }

    /** A shard of images of 8 bits. */
    public ShardRequested(
            String runId,
            int epoch,
            int shard,
            int imagesPerShard,
            String dataset,
            String datasetVersion,
            Sampling sampling,
            AugmentationPolicy augmentation,
            List<Double> classWeights,
            long seed,
            Instant requestedAt) {
        this(
                runId,
                epoch,
                shard,
                imagesPerShard,
                dataset,
                datasetVersion,
                sampling,
                augmentation,
                classWeights,
                seed,
                requestedAt,
                null);
    }

    public ShardRequested {
        Require.name(runId, "runId");
        Require.atLeast(epoch, 0, "epoch");
        Require.atLeast(shard, 0, "shard");
        Require.atLeast(imagesPerShard, 1, "imagesPerShard");
        if (imagesPerShard > 65536) {
            throw new IllegalArgumentException("imagesPerShard must be at most 65536, got " + imagesPerShard);
        }
        Require.name(dataset, "dataset");
        Require.name(datasetVersion, "datasetVersion");
        Require.present(sampling, "sampling");
        Require.present(augmentation, "augmentation");
        classWeights = Require.list(classWeights, "classWeights");
        Require.time(requestedAt, "requestedAt");
        require(sampling == Sampling.EFFECTIVE_NUMBER, effectiveNumberBeta, "effectiveNumberBeta", sampling);
        require(sampling == Sampling.MINORITY_QUOTA, minorityShare, "minorityShare", sampling);
        require(sampling == Sampling.MINORITY_QUOTA, mostRepeats, "mostRepeats", sampling);
        if (effectiveNumberBeta != null && !(effectiveNumberBeta >= 0 && effectiveNumberBeta <= 0.99999)) {
            throw new IllegalArgumentException(
                    "effectiveNumberBeta must be in [0, 0.99999], got " + effectiveNumberBeta);
        }
        if (minorityShare != null && !(minorityShare > 0 && minorityShare <= 0.5)) {
            throw new IllegalArgumentException("minorityShare must be in (0, 0.5], got " + minorityShare);
        }
        if (mostRepeats != null) {
            Require.atLeast(mostRepeats, 1, "mostRepeats");
        }
    }

    private static void require(boolean read, @Nullable Number value, String field, Sampling sampling) {
        if (read && value == null) {
            throw new IllegalArgumentException(field + " is missing, and the sampling " + sampling + " reads it");
        }
    }

    /** The record key. */
    public String key() {
        return runId + "/" + epoch + "/" + shard;
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("requestedAt", requestedAt);
    }
}
