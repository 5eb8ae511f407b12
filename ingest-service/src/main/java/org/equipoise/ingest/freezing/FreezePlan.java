package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.ObjectKeys;
import org.jspecify.annotations.Nullable;

/**
 * A version of a dataset before its pixels are packed.
 *
 * @param entries in pack order: train, validation, test, each by image id
 * @param window what the samples are seen through if they have 16 bits; null where they have 8
 * @param packs in the order of the entries; their sizes add up to all entries
 */
public record FreezePlan(
        String dataset,
        String version,
        String contentHash,
        LabelSet labelSet,
        String modality,
        InputShape shape,
        Map<Split, ClassDistribution> classCounts,
        List<ManifestEntry> entries,
        List<Pack> packs,
        List<String> findings,
        @Nullable ValueWindow window,
        List<ImageFinding> imageFindings,
        Fit fit) {

    /** The event that says the version is there. */
    public DatasetFrozen frozen(Instant now) {
        return new DatasetFrozen(
                dataset,
                version,
                contentHash,
                ObjectKeys.manifest(dataset, version),
                labelSet,
                modality,
                shape,
                classCounts,
                packs,
                findings,
                now,
                window,
                imageFindings,
                format().saidFit());
    }

    /** How the packed samples lie, and how images of another aspect come into the shape. */
    InputFormat format() {
        return new InputFormat(shape, window, fit);
    }

    /** Bits of a packed sample: 16 where there is a window. */
    int bits() {
        return window == null ? Byte.SIZE : Short.SIZE;
    }
}
