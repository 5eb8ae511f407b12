package org.equipoise.monitor.preview;

import java.util.Arrays;
import java.util.List;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.augmentation.AugmentationLimits.Limit;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.Transform;

/**
 * How far the images of a frozen version may be augmented, transform by transform in the order in which they are done.
 *
 * @param modality of the images, which the limits are of
 */
public record BearableAugmentation(String dataset, String version, String modality, List<Bearable> transforms) {

    public BearableAugmentation {
        transforms = List.copyOf(transforms);
    }

    /**
     * One transform.
     *
     * @param setting its name in a recipe
     * @param flag whether it is done or not, without a degree: 1 or 0
     * @param most how far it may go in any image
     * @param limit how far images of this modality bear it; a training is refused beyond
     * @param automatic how far the recipe auto goes
     * @param reason why, a clause for a person
     */
    public record Bearable(String setting, boolean flag, double most, double limit, double automatic, String reason) {

        private static Bearable of(Limit limit) {
            Transform transform = limit.transform();
            return new Bearable(
                    transform.setting(),
                    transform.isFlag(),
                    transform.most(),
                    limit.most(),
                    limit.automatic(),
                    limit.reason());
        }
    }

    /** By the table that comes with this release. */
    public static BearableAugmentation of(DatasetFrozen version) {
        AugmentationLimits limits = AugmentationLimits.standard();
        return new BearableAugmentation(
                version.dataset(),
                version.version(),
                version.modality(),
                Arrays.stream(Transform.values())
                        .map(transform -> Bearable.of(limits.of(version.modality(), transform)))
                        .toList());
    }
}
