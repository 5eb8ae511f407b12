package org.equipoise.diagnosis.repair;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.augmentation.AugmentationLimits.Limit;
import org.equipoise.common.events.Transform;

/**
 * Settings of a proposal, augmented no further than images of the run's modality bear: a trainer refuses more. A run of
 * an earlier release was told what it liked.
 *
 * @param settings that replace the recipe's own
 * @param said what was changed, as a sentence after a blank; empty where nothing was
 */
record BorneSettings(Map<String, String> settings, String said) {

    static BorneSettings of(Map<String, String> wanted, String modality) {
        if (Ladder.UNLIMITED.equals(wanted.get(Ladder.LIMITS))) {
            return new BorneSettings(wanted, "");
        }
        Map<String, String> settings = new LinkedHashMap<>(wanted);
        List<String> changed = new ArrayList<>();
        for (Transform transform : Transform.values()) {
            Limit limit = AugmentationLimits.standard().of(modality, transform);
            String value = wanted.get(transform.setting());
            if (value != null && size(transform, value) > limit.most()) {
                String borne = transform.isFlag()
                        ? "false"
                        : BigDecimal.valueOf(limit.most()).stripTrailingZeros().toPlainString();
                settings.put(transform.setting(), borne);
                changed.add(transform.setting() + "=" + borne + " instead of " + value);
            }
        }
        return new BorneSettings(
                settings,
                changed.isEmpty()
                        ? ""
                        : " It is augmented no further than images of modality " + modality + " bear: "
                                + String.join(", ", changed) + ".");
    }

    private static double size(Transform transform, String value) {
        if (transform.isFlag()) {
            return Boolean.parseBoolean(value) ? 1 : 0;
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            // No run was told that; a trainer says what is wrong with it.
            return 0;
        }
    }
}
