package org.equipoise.diagnosis.repair;

import java.util.Map;

/**
 * What a run was told, as far as a repair changes it.
 *
 * @param dataset that it was trained on
 * @param recipe its name
 * @param asked settings that replaced the recipe's own
 * @param carriedOut every setting
 */
public record RunSettings(String dataset, String recipe, Map<String, String> asked, Map<String, String> carriedOut) {

    public RunSettings {
        asked = Map.copyOf(asked);
        carriedOut = Map.copyOf(carriedOut);
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
