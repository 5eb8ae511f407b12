package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.equipoise.common.labels.LabelSet;

/**
 * What a dataset may contain. Topic {@code datasets.declared}, compacted, keyed by {@code dataset}. Declaring again
 * with another label set re-checks every label of the dataset.
 *
 * @param labelSet the vocabulary, in class-index order; at most {@value #MOST_CHARACTERS} characters in all
 */
public record DatasetDeclared(String dataset, LabelSet labelSet, Instant declaredAt) implements Dated {

    /** Of all class names together; each of at most 1024. */
    public static final int MOST_CHARACTERS = 65_536;

    public DatasetDeclared {
        Require.name(dataset, "dataset");
        Require.present(labelSet, "labelSet");
        labelSet.classes().forEach(name -> Require.text(name, "class name"));
        int characters = labelSet.classes().stream().mapToInt(String::length).sum();
        if (characters > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "class names must have at most " + MOST_CHARACTERS + " characters together, got " + characters);
        }
        Require.time(declaredAt, "declaredAt");
    }

    /**
     * Whether this declaration is in force once both were read: the one that was made later is, whichever partition it
     * lies in; of two made at the same time the one that was read later.
     */
    public boolean replaces(DatasetDeclared before) {
        return !declaredAt.isBefore(before.declaredAt);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("declaredAt", declaredAt);
    }
}
