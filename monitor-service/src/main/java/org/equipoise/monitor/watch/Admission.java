package org.equipoise.monitor.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which versions are watched: those whose whole state is one record of the store's changelog, which Kafka takes up to 1
 * MiB. It grows with the square of the number of classes. Models of medicine tell far fewer classes apart.
 */
public final class Admission {

    /** Classes of a version, at most. */
    public static final int MOST_CLASSES = 200;

    /** Characters of a class's name, at most. It is a label of metrics and part of an alert's id. */
    public static final int MOST_LABEL_CHARACTERS = 128;

    private Admission() {}

    /** Why a version that answers with these labels is not watched; empty where it is. */
    public static Optional<String> refusal(List<String> labels) {
        if (labels.size() > MOST_CLASSES) {
            return Optional.of(labels.size() + " labels, at most " + MOST_CLASSES + " are watched");
        }
        for (String label : labels) {
            if (label.isBlank() || label.length() > MOST_LABEL_CHARACTERS) {
                return Optional.of("a label of " + label.length() + " characters, it must have 1 to "
                        + MOST_LABEL_CHARACTERS + " and not be blank");
            }
        }
        return new HashSet<>(labels).size() == labels.size()
                ? Optional.empty()
                : Optional.of(
                        "labels repeat: " + labels.size() + ", of which " + new HashSet<>(labels).size() + " differ");
    }
}
