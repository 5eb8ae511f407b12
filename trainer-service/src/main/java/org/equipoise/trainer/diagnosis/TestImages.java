package org.equipoise.trainer.diagnosis;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.DatasetManifest;

/** Whether two versions of a dataset test on the same images with the same labels. */
public final class TestImages {

    private final DatasetCatalogue datasets;
    private final DatasetManifest manifests;

    public TestImages(DatasetCatalogue datasets, DatasetManifest manifests) {
        this.datasets = datasets;
        this.manifests = manifests;
    }

    /** False as well where a version is not there any more. */
    boolean same(String dataset, String version, String otherVersion) {
        return version.equals(otherVersion)
                || datasets.find(dataset, version)
                        .flatMap(one -> datasets.find(dataset, otherVersion).map(other -> same(one, other)))
                        .orElse(false);
    }

    private boolean same(DatasetFrozen one, DatasetFrozen other) {
        List<String> images = images(one);
        return !images.isEmpty()
                && one.labelSet().equals(other.labelSet())
                && one.shape().equals(other.shape())
                && images.equals(images(other));
    }

    private List<String> images(DatasetFrozen dataset) {
        return manifests.entries(dataset, Split.TEST).stream()
                .map(TestImages::words)
                .sorted()
                .toList();
    }

    private static String words(ManifestEntry entry) {
        return entry.imageId() + " " + entry.label();
    }
}
