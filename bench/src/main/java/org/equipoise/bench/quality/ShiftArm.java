package org.equipoise.bench.quality;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.Transform;

/** What is trained to see how much each part saves, each with what the one before has, but for the last. */
enum ShiftArm {
    /** What the others are compared with. */
    PLAIN("auto, not augmented", false),
    AUGMENTED("auto", false),
    WITH_BACKBONE("auto with backbone", true),
    BACKBONE("backbone alone", true);

    private final String title;
    private final boolean needsBackbone;

    ShiftArm(String title, boolean needsBackbone) {
        this.title = title;
        this.needsBackbone = needsBackbone;
    }

    /** As the table says it. */
    String title() {
        return title;
    }

    boolean needsBackbone() {
        return needsBackbone;
    }

    /**
     * How it is trained.
     *
     * @param minutes that those may take which train a network
     */
    Variant variant(int minutes) {
        Map<String, String> settings = new TreeMap<>();
        if (this == BACKBONE) {
            settings.put("network", "backbone");
        } else {
            settings.put("minutes", Integer.toString(minutes));
        }
        if (this == PLAIN) {
            Arrays.stream(Transform.values())
                    .forEach(transform -> settings.put(transform.setting(), transform.isFlag() ? "false" : "0"));
        }
        return new Variant(title, Arm.RECIPE, settings);
    }
}
