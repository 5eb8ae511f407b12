package org.equipoise.common.events;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * An immutable version of a dataset. Topic {@code datasets.frozen}, compacted, keyed by {@code dataset/version}. The
 * same content always has the same version.
 *
 * @param version first 12 hex digits of {@code contentHash}
 * @param contentHash SHA-256 over label set, shape, window, fit and every image's id, class, split and patient group,
 *     in manifest order
 * @param manifestKey in the {@code datasets} bucket: one {@link ManifestEntry} per line, in pack order
 * @param shape what every packed image was fitted to
 * @param classCounts images of each class, per split; a split without images has zeros
 * @param packs where the pixels are, in manifest order
 * @param findings sentences about what is odd in this dataset, for a person to read
 * @param window what the packed samples of 16 bits are seen through; absent where they have 8
 * @param imageFindings those of them that images gave, with their numbers; absent in versions that were frozen before
 *     images were measured
 * @param fit how images of another aspect came into the shape; absent where they were stretched, as in every version
 *     that was frozen before there was a choice
 */
public record DatasetFrozen(
        String dataset,
        String version,
        String contentHash,
        String manifestKey,
        LabelSet labelSet,
        String modality,
        InputShape shape,
        Map<Split, ClassDistribution> classCounts,
        List<Pack> packs,
        List<String> findings,
        Instant frozenAt,
        @Nullable ValueWindow window,
        @Nullable List<ImageFinding> imageFindings,
        @Nullable Fit fit)
        implements Dated {

    /**
     * One npz in the {@code datasets} bucket: {@code images} uint8, or uint16 where the version has a window,
     * {@code [n, height, width, channels]}, {@code labels} int32 {@code [n]}.
     */
    public record Pack(Split split, String objectKey, int images) {
        public Pack {
            Require.present(split, "split");
            Require.text(objectKey, "objectKey");
            Require.atLeast(images, 0, "images");
        }
    }

    /**
     * One line of the manifest.
     *
     * @param patientGroup keyed HMAC of the patient key, hex, equal for images of one patient; absent where the source
     *     named none, and in manifests written before they had groups
     */
    public record ManifestEntry(
            String imageId,
            String label,
            int classIndex,
            Split split,
            @Nullable String patientGroup) {
        public ManifestEntry {
            Require.imageId(imageId);
            Require.text(label, "label");
            Require.atLeast(classIndex, 0, "classIndex");
            Require.present(split, "split");
            if (patientGroup != null) {
                Require.hex(patientGroup, "patientGroup");
            }
        }

        /** An image whose patient is not known. */
        public ManifestEntry(String imageId, String label, int classIndex, Split split) {
            this(imageId, label, classIndex, split, null);
        }
    }

    public DatasetFrozen {
        Require.name(dataset, "dataset");
        Require.name(version, "version");
        Require.text(contentHash, "contentHash");
        Require.text(manifestKey, "manifestKey");
        Require.present(labelSet, "labelSet");
        Require.text(modality, "modality");
        Require.present(shape, "shape");
        InputFormat.require(shape, window);
        classCounts = inSplitOrder(Require.present(classCounts, "classCounts"));
        packs = Require.list(packs, "packs");
        findings = Require.list(findings, "findings");
        Require.time(frozenAt, "frozenAt");
        if (imageFindings != null) {
            imageFindings = Require.list(imageFindings, "imageFindings");
        }
    }

    /** A version whose images were stretched. */
    public DatasetFrozen(
            String dataset,
            String version,
            String contentHash,
            String manifestKey,
            LabelSet labelSet,
            String modality,
            InputShape shape,
            Map<Split, ClassDistribution> classCounts,
            List<Pack> packs,
            List<String> findings,
            Instant frozenAt,
            @Nullable ValueWindow window,
            @Nullable List<ImageFinding> imageFindings) {
        this(
                dataset,
                version,
                contentHash,
                manifestKey,
                labelSet,
                modality,
                shape,
                classCounts,
                packs,
                findings,
                frozenAt,
                window,
                imageFindings,
                null);
    }

    /** A version of images of 8 bits, of which nothing was measured. */
    public DatasetFrozen(
            String dataset,
            String version,
            String contentHash,
            String manifestKey,
            LabelSet labelSet,
            String modality,
            InputShape shape,
            Map<Split, ClassDistribution> classCounts,
            List<Pack> packs,
            List<String> findings,
            Instant frozenAt) {
        this(
                dataset,
                version,
                contentHash,
                manifestKey,
                labelSet,
                modality,
                shape,
                classCounts,
                packs,
                findings,
                frozenAt,
                null,
                null);
    }

    /** The record key. */
    public String key() {
        return dataset + "/" + version;
    }

    private static Map<Split, ClassDistribution> inSplitOrder(Map<Split, ClassDistribution> counts) {
        Map<Split, ClassDistribution> ordered = new EnumMap<>(Split.class);
        counts.forEach((split, classes) ->
                ordered.put(split, Require.present(classes, "classCounts[" + split.wireName() + "]")));
        return Collections.unmodifiableMap(ordered);
    }

    /** What the images gave; nothing of a version whose images were not measured. */
    public List<ImageFinding> measuredFindings() {
        return imageFindings == null ? List.of() : imageFindings;
    }

    /** How the packed images lie and are seen. */
    public InputFormat format() {
        return InputFormat.of(shape, window, fit);
    }

    /** The packs of one split, in order. */
    public List<Pack> packs(Split split) {
        return packs.stream().filter(p -> p.split() == split).toList();
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("frozenAt", frozenAt);
    }
}
