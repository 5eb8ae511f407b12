package org.equipoise.trainer.labels;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.RunFailedException;

/** Reads the whole training split of a frozen version into memory, beside the lines of its manifest. */
public final class TrainingSplit {

    private final DatasetPacks packs;
    private final DatasetManifest manifests;
    private final int mostBytes;

    /** @param mostBytes as {@link LabelAuditConfig#mostBytes} */
    public TrainingSplit(DatasetPacks packs, DatasetManifest manifests, int mostBytes) {
        this.packs = packs;
        this.manifests = manifests;
        this.mostBytes = mostBytes;
    }

    /**
     * A training split.
     *
     * @param images in pack order
     * @param entries of the manifest, one for each image in the same order
     */
    public record Content(LabelExamination.Images images, List<ManifestEntry> entries) {}

    /**
     * Reads.
     *
     * @throws RunFailedException if it is too large, or packs and manifest contradict each other
     */
    public Content read(DatasetFrozen dataset) {
        int images = size(dataset);
        List<ManifestEntry> entries = entries(dataset);
        if (entries.size() != images) {
            throw new RunFailedException("manifest " + dataset.manifestKey() + " names " + entries.size()
                    + " training images, the packs hold " + images);
        }
        var filling = new Filling(images, dataset.format());
        packs.read(dataset, Split.TRAIN, filling::add);
        for (int i = 0; i < images; i++) {
            if (entries.get(i).classIndex() != filling.labels[i]) {
                throw new RunFailedException("manifest " + dataset.manifestKey() + " says that training image " + i
                        + " is of class " + entries.get(i).classIndex() + ", its pack says "
                        + filling.labels[i]);
            }
        }
        var content = new LabelExamination.Images(
                dataset.format(),
                filling.pixels,
                filling.labels,
                DatasetManifest.patients(entries),
                dataset.labelSet().size());
        return new Content(content, entries);
    }

    /**
     * Whether so many numbers of each image may be in memory beside all else: as seen, standardised, and their moments.
     */
    boolean hasRoomFor(DatasetFrozen dataset, int features) {
        long images = images(dataset);
        long bytes = LabelExamination.bytes(
                images, dataset.format(), dataset.labelSet().size());
        long moments = (2L + Effort.FULL.folds()) * features * features * Double.BYTES;
        return bytes + 3L * Float.BYTES * features * images + moments <= mostBytes;
    }

    private static long images(DatasetFrozen dataset) {
        return dataset.packs(Split.TRAIN).stream()
                .mapToLong(DatasetFrozen.Pack::images)
                .sum();
    }

    private int size(DatasetFrozen dataset) {
        long images = images(dataset);
        long bytes = LabelExamination.bytes(
                images, dataset.format(), dataset.labelSet().size());
        if (bytes > mostBytes) {
            throw new RunFailedException(String.format(
                    Locale.ROOT,
                    "examining %,d images of %dx%dx%d needs about %,d bytes of memory, at most %,d are allowed"
                            + " (equipoise.trainer.labels.most-bytes)",
                    images,
                    dataset.shape().width(),
                    dataset.shape().height(),
                    dataset.shape().channels(),
                    bytes,
                    mostBytes));
        }
        return (int) images;
    }

    private List<ManifestEntry> entries(DatasetFrozen dataset) {
        try {
            return manifests.entries(dataset, Split.TRAIN);
        } catch (IllegalArgumentException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    private static final class Filling {
        private final byte[] pixels;
        private final int[] labels;
        private int filled;

        Filling(int images, InputFormat format) {
            pixels = new byte[images * format.imageBytes()];
            labels = new int[images];
        }

        void add(LabelledImages pack) {
            System.arraycopy(pack.pixels(), 0, pixels, filled * pack.imageBytes(), pack.pixels().length);
            System.arraycopy(pack.labels(), 0, labels, filled, pack.size());
            filled += pack.size();
        }
    }
}
