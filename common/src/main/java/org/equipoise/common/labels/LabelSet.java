package org.equipoise.common.labels;

import java.util.List;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The classes a dataset knows, in class-index order. Written to JSON as a plain list of names.
 *
 * @param classes at least two distinct, non-blank names; class index {@code k} is the position in this list
 */
public record LabelSet(@JsonValue List<String> classes) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LabelSet {
        classes = List.copyOf(classes);
        if (classes.size() < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes.size());
        }
        for (int k = 0; k < classes.size(); k++) {
            // The names are not repeated: nobody knows what a producer wrote into them.
            int first = classes.indexOf(classes.get(k));
            if (first < k) {
                throw new IllegalArgumentException("class names repeat: class " + k + " is named as class " + first);
            }
            if (classes.get(k).isBlank()) {
                throw new IllegalArgumentException("blank class name: class " + k + " of " + classes.size());
            }
        }
    }

    /** Number of classes, K. */
    public int size() {
        return classes.size();
    }

    /** Name of class {@code k}, {@code 0 <= k < size()}. */
    public String name(int k) {
        return classes.get(k);
    }

    /** Index of a label, or empty when the label is not in this set (exact, case-sensitive match). */
    public OptionalInt indexOf(String label) {
        int k = classes.indexOf(label);
        return k < 0 ? OptionalInt.empty() : OptionalInt.of(k);
    }
}
