package org.equipoise.monitor.preview;

import java.util.Arrays;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.Transform;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BearableAugmentationTest {

    @Test
    void everyTransformIsThereWithItsLimitAndReasonForTheModality() {
        DatasetFrozen frozen = EventExamples.datasetFrozen();

        BearableAugmentation bearable = BearableAugmentation.of(frozen);

        assertThat(bearable.modality()).isEqualTo(frozen.modality());
        assertThat(bearable.version()).isEqualTo(frozen.version());
        assertThat(bearable.transforms())
                .extracting(BearableAugmentation.Bearable::setting)
                .containsExactlyElementsOf(Arrays.stream(Transform.values())
                        .map(Transform::setting)
                        .toList());
        var table = AugmentationLimits.standard().of(frozen.modality(), Transform.ROTATION);
        assertThat(bearable.transforms())
                .filteredOn(one -> one.setting().equals("rotationDegrees"))
                .singleElement()
                .isEqualTo(new BearableAugmentation.Bearable(
                        "rotationDegrees", false, 180, table.most(), table.automatic(), table.reason()));
    }
}
