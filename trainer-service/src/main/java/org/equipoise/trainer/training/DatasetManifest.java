package org.equipoise.trainer.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/** The manifests of frozen datasets: which image is which, in pack order. */
public final class DatasetManifest {

    private final ObjectStore objects;

    public DatasetManifest(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * The images of a split in pack order; empty where there is no manifest.
     *
     * @throws IllegalArgumentException if a line is not what a manifest promises
     */
    public List<ManifestEntry> entries(DatasetFrozen dataset, Split split) {
        Optional<byte[]> manifest = objects.get(Bucket.DATASETS, dataset.manifestKey());
        List<ManifestEntry> entries = new ArrayList<>();
        if (manifest.isPresent()) {
            for (String line : new String(manifest.get(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank()) {
                    entries.add(entry(dataset, line));
                }
            }
        }
        return entries.stream().filter(entry -> entry.split() == split).toList();
    }

    /** A number for each patient, from 0; an image whose patient is not known has one of its own. */
    public static int[] patients(List<ManifestEntry> entries) {
        Map<String, Integer> ofGroup = new HashMap<>();
        int[] patients = new int[entries.size()];
        int next = 0;
        for (int i = 0; i < patients.length; i++) {
            String group = entries.get(i).patientGroup();
            Integer known = group == null ? null : ofGroup.get(group);
            patients[i] = known == null ? next++ : known;
            if (group != null) {
                ofGroup.put(group, patients[i]);
            }
        }
        return patients;
    }

    private static ManifestEntry entry(DatasetFrozen dataset, String line) {
        try {
            return EventCodec.read(line.getBytes(StandardCharsets.UTF_8), ManifestEntry.class);
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException("manifest " + dataset.manifestKey() + ": " + e.getMessage(), e);
        }
    }
}
