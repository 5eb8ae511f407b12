package org.equipoise.local.phantom;

import java.util.Arrays;

import org.equipoise.common.labels.LabelSet;

/** What a phantom shows; the classes of the built-in dataset, in class-index order. */
public enum Finding {
    NONE("none"),
    BENIGN("benign"),
    MALIGNANT("malignant");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** The class name. */
    public String label() {
        return label;
    }

    /** The vocabulary of the built-in dataset. */
    public static LabelSet labelSet() {
        return new LabelSet(
                Arrays.stream(values()).map(finding -> finding.label).toList());
    }
}
