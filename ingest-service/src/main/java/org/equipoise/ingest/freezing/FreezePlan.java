package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.ObjectKeys;

/**
 * A version of a dataset before its pixels are packed.
 *
 * @param entries in pack order: train, validation, test, each by image id
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
        List<ImageFinding> imageFindings) {

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
                imageFindings);
    }
}
