package org.equipoise.diagnosis.repair;

import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.events.Transform;

/**
 * What a run was told, as far as a repair changes it.
 *
 * @param dataset that it was trained on
 * @param modality of its images, DICOM's (0008,0060); {@code OT} for other
 * @param recipe its name
 * @param asked settings that replaced the recipe's own
 * @param carriedOut every setting
 */
public record RunSettings(
        String dataset, String modality, String recipe, Map<String, String> asked, Map<String, String> carriedOut) {

    private static final String AIM = "aim";
    private static final String COSTS = "aimCosts";
    private static final String FINDS = "aimFinds";
    private static final String NO_AIM = "none";
    private static final String SIDE = "networkSide";
    private static final String OPEN = "auto";

    public RunSettings {
        asked = Map.copyOf(asked);
        carriedOut = Map.copyOf(carriedOut);
    }

    /**
     * What was asked for but for an aim: it chose where the answers of the sick run are, beside what a repair says of
     * them it is refused, and a repaired network needs it no more. How large the network saw the images is among it,
     * asked for or not: found out anew it may be another one, and the repair would be credited with that.
     */
    Map<String, String> askedButAim() {
        Map<String, String> kept = new TreeMap<>(asked);
        kept.remove(AIM);
        kept.remove(COSTS);
        kept.remove(FINDS);
        String side = carriedOut.getOrDefault(SIDE, OPEN);
        if (!side.equals(OPEN)) {
            kept.put(SIDE, side);
        }
        return kept;
    }

    /** What a sentence says of the aim that a repair leaves out; empty where there was none. */
    String withoutAim() {
        String aim = asked.getOrDefault(AIM, NO_AIM).strip();
        return aim.equals(NO_AIM) ? "" : ", without the aim " + aim;
    }

    /** A limit of augmentation, not more than the images bear. */
    double within(Transform transform, double wanted) {
        return Math.min(
                wanted, AugmentationLimits.standard().of(modality, transform).most());
    }

    /** A number that was carried out; 0 where there is none of this name. */
    double number(String setting) {
        try {
            return Double.parseDouble(carriedOut.getOrDefault(setting, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
