package org.equipoise.trainer.recipe;

import java.util.Objects;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;

/**
 * What the automatic recipe decides by.
 *
 * @param modality DICOM modality, (0008,0060), e.g. {@code DX}; {@code OT} for other
 * @param imageBytes of the samples of one image
 * @param train images per class in the training split
 * @param validation images per class in the validation split
 * @param test images per class in the test split
 */
public record DatasetFingerprint(
        LabelSet labelSet,
        String modality,
        InputShape shape,
        int imageBytes,
        ClassDistribution train,
        ClassDistribution validation,
        ClassDistribution test) {

    /** Of images with samples of 8 bits. */
    public DatasetFingerprint(
            LabelSet labelSet,
            String modality,
            InputShape shape,
            ClassDistribution train,
            ClassDistribution validation,
            ClassDistribution test) {
        this(labelSet, modality, shape, shape.length(), train, validation, test);
    }

    /** The fingerprint of a frozen version. */
    public static DatasetFingerprint of(DatasetFrozen dataset) {
        return new DatasetFingerprint(
                dataset.labelSet(),
                dataset.modality(),
                dataset.shape(),
                dataset.format().imageBytes(),
                counts(dataset, Split.TRAIN),
                counts(dataset, Split.VALIDATION),
                counts(dataset, Split.TEST));
    }

    private static ClassDistribution counts(DatasetFrozen dataset, Split split) {
        return Objects.requireNonNull(dataset.classCounts().get(split), () -> "no class counts of " + split);
    }
}
