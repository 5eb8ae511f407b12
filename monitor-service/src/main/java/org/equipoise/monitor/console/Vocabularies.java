package org.equipoise.monitor.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Vocabulary;

/** The classes of each dataset, and what else they are called. Not thread-safe. */
final class Vocabularies {

    private final Map<String, Vocabulary> byDataset = new HashMap<>();

    /** The dataset has this vocabulary now. */
    void declared(DatasetDeclared event) {
        byDataset.put(event.dataset(), event.vocabulary());
    }

    /** Whether somebody declared the dataset. */
    boolean know(String dataset) {
        return byDataset.containsKey(dataset);
    }

    /** The classes of a dataset. */
    Optional<LabelSet> labelSet(String dataset) {
        return Optional.ofNullable(byDataset.get(dataset)).map(Vocabulary::labelSet);
    }

    /** Names of the classes; none of a dataset that nobody declared. */
    List<String> classes(String dataset) {
        return labelSet(dataset).map(LabelSet::classes).orElse(List.of());
    }

    /** The class that a label says; a label that says none stays as it is. */
    String nameOf(String dataset, String label) {
        Vocabulary vocabulary = byDataset.get(dataset);
        return vocabulary == null ? label : vocabulary.nameOf(label);
    }

    /** How many classes these annotators say. */
    long said(LabelChecked checked, Predicate<String> annotators) {
        return checked.votes().entrySet().stream()
                .filter(vote -> annotators.test(vote.getKey()))
                .map(vote -> nameOf(checked.dataset(), vote.getValue()))
                .distinct()
                .count();
    }
}
