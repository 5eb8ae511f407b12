package org.equipoise.trainer.training;

import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/** Reads the packed images of a frozen dataset, one pack in memory at a time. */
public final class DatasetPacks {

    private final ObjectStore objects;

    public DatasetPacks(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Hands on every pack of a split, in manifest order.
     *
     * @throws RunFailedException if a pack is not what the frozen version says
     */
    public void read(DatasetFrozen dataset, Split split, Consumer<LabelledImages> each) {
        for (DatasetFrozen.Pack pack : dataset.packs(split)) {
            each.accept(read(dataset, pack));
        }
    }

    /** One pack alone. */
    LabelledImages read(DatasetFrozen dataset, DatasetFrozen.Pack pack) {
        return decode(dataset, pack, objects.require(Bucket.DATASETS, pack.objectKey()));
    }

    /** Where what belongs to a frozen version lies. */
    ObjectStore objects() {
        return objects;
    }

    private static LabelledImages decode(DatasetFrozen dataset, DatasetFrozen.Pack pack, byte[] npz) {
        LabelledImages images;
        try {
            images = LabelledImages.of(npz, dataset.format(), dataset.labelSet().size());
        } catch (IllegalArgumentException e) {
            throw new RunFailedException("pack " + pack.objectKey() + " cannot be used: " + e.getMessage());
        }
        if (images.size() != pack.images()) {
            throw new RunFailedException("pack " + pack.objectKey() + " holds " + images.size()
                    + " images, the frozen version says " + pack.images());
        }
        return images;
    }
}
