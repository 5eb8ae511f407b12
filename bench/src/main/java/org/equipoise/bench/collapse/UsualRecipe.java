package org.equipoise.bench.collapse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A recipe that works, as a person might have written it; chance decides what makes no difference. */
final class UsualRecipe {

    private UsualRecipe() {}

    /** Settings of the recipe {@code custom}. */
    static Map<String, String> of(Network network, Random dice) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("network", network.wireName());
        settings.put("batchSize", "32");
        settings.put("epochs", "15");
        settings.put("patience", "15");
        settings.put("learningRate", "0.001");
        if (dice.nextBoolean()) {
            settings.put("rotationDegrees", "5");
            settings.put("translationFraction", "0.04");
        }
        settings.put("stopOn", List.of("balanced-accuracy", "accuracy", "loss").get(dice.nextInt(3)));
        if (dice.nextBoolean()) {
            settings.put("dropout", "0.2");
        }
        return settings;
    }
}
