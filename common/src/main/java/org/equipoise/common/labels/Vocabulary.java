package org.equipoise.common.labels;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The classes a dataset knows, and what else they are called.
 *
 * @param synonyms class by another name for it (exact, case-sensitive); such a name is no class itself
 */
public record Vocabulary(LabelSet labelSet, Map<String, String> synonyms) {

    public Vocabulary {
        synonyms = Collections.unmodifiableMap(new TreeMap<>(synonyms));
        // The names are not repeated: nobody knows what a producer wrote into them.
        synonyms.forEach((name, meant) -> {
            if (labelSet.indexOf(name).isPresent()) {
                throw new IllegalArgumentException("a synonym is a class itself: class "
                        + labelSet.classes().indexOf(name));
            }
            if (labelSet.indexOf(meant).isEmpty()) {
                throw new IllegalArgumentException("a synonym stands for a name of " + meant.length()
                        + " characters, which is not in the label set");
            }
        });
    }

    /** Classes that are called by their names alone. */
    public Vocabulary(LabelSet labelSet) {
        this(labelSet, Map.of());
    }

    /** The class that a label says, or empty where it says none. */
    public Optional<String> classOf(String label) {
        String meant = nameOf(label);
        return labelSet.indexOf(meant).isPresent() ? Optional.of(meant) : Optional.empty();
    }

    /** The class that a label says; a label that says none stays as it is. Two that say the same do not differ. */
    public String nameOf(String label) {
        return synonyms.getOrDefault(label, label);
    }
}
