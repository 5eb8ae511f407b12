package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset may contain. Topic {@code datasets.declared}, compacted, keyed by {@code dataset}. Declaring again
 * with another label set or other synonyms re-checks every label of the dataset.
 *
 * @param labelSet the vocabulary, in class-index order; at most {@value #MOST_CHARACTERS} characters in all
 * @param synonyms class by another name for it; at most {@value #MOST_SYNONYMS}, of at most {@value #MOST_CHARACTERS}
 *     characters in all; a name that is a class itself is none. Absent for none
 */
public record DatasetDeclared(
        String dataset,
        LabelSet labelSet,
        Instant declaredAt,
        @Nullable Map<String, String> synonyms) implements Dated {

    /** Of all class names together, and of all synonyms; each of at most 1024. */
    public static final int MOST_CHARACTERS = 65_536;

    /** Other names for classes. */
    public static final int MOST_SYNONYMS = 1000;

    public DatasetDeclared {
        Require.name(dataset, "dataset");
        Require.present(labelSet, "labelSet");
        labelSet.classes().forEach(name -> Require.text(name, "class name"));
        requireShort(labelSet.classes().stream().mapToInt(String::length).sum(), "class names");
        Require.time(declaredAt, "declaredAt");
        if (synonyms != null) {
            synonyms = Require.map(synonyms, "synonyms");
            if (synonyms.size() > MOST_SYNONYMS) {
                throw new IllegalArgumentException(
                        "synonyms must be at most " + MOST_SYNONYMS + ", got " + synonyms.size());
            }
            synonyms.keySet().forEach(name -> Require.text(name, "synonym"));
            requireShort(synonyms.keySet().stream().mapToInt(String::length).sum(), "synonyms");
            synonyms = new Vocabulary(labelSet, synonyms).synonyms();
        }
    }

    /** Classes that are called by their names alone. */
    public DatasetDeclared(String dataset, LabelSet labelSet, Instant declaredAt) {
        this(dataset, labelSet, declaredAt, null);
    }

    private static void requireShort(int characters, String what) {
        if (characters > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    what + " must have at most " + MOST_CHARACTERS + " characters together, got " + characters);
        }
    }

    /** The classes, and what else they are called. */
    public Vocabulary vocabulary() {
        return synonyms == null ? new Vocabulary(labelSet) : new Vocabulary(labelSet, synonyms);
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
