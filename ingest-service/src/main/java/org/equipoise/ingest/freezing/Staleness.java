package org.equipoise.ingest.freezing;

import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.Vocabulary;

/** Whether an image's standing was said before the vocabulary that is in force now: it is being checked again. */
final class Staleness {

    private Staleness() {}

    static boolean of(LabelChecked checked, Vocabulary vocabulary) {
        return checked.standing() == Standing.ACCEPTED
                ? !isIndexed(checked, vocabulary) || (everybodyCounts(checked) && !says(checked, vocabulary))
                : everybodyCounts(checked) && wouldBeAccepted(checked, vocabulary);
    }

    private static boolean isIndexed(LabelChecked checked, Vocabulary vocabulary) {
        Integer index = checked.classIndex();
        return index != null
                && vocabulary.labelSet().indexOf(String.valueOf(checked.label())).stream()
                        .anyMatch(now -> now == index);
    }

    /** Only then the votes alone say what the standing is. */
    private static boolean everybodyCounts(LabelChecked checked) {
        return checked.settlement() == null && checked.readings() == null;
    }

    private static boolean says(LabelChecked checked, Vocabulary vocabulary) {
        return meanings(checked, vocabulary).equals(Set.of(String.valueOf(checked.label())));
    }

    private static boolean wouldBeAccepted(LabelChecked checked, Vocabulary vocabulary) {
        Set<String> meanings = meanings(checked, vocabulary);
        return !checked.reasons().contains(QuarantineReason.UNDECLARED_DATASET)
                && meanings.size() == 1
                && vocabulary.classOf(meanings.iterator().next()).isPresent();
    }

    private static Set<String> meanings(LabelChecked checked, Vocabulary vocabulary) {
        return checked.votes().values().stream().map(vocabulary::nameOf).collect(Collectors.toSet());
    }
}
