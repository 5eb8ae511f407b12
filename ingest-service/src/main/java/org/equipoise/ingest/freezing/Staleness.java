package org.equipoise.ingest.freezing;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.Vocabulary;

/** Whether an image's standing was said before the vocabulary that is in force now: it is being checked again. */
final class Staleness {

    private Staleness() {}

    /**
     * A quarantined image belongs to no version whatever it says: only where there are other names for classes is it
     * waited for, because they are what was declared to bring it back.
     */
    static boolean of(LabelChecked checked, Vocabulary vocabulary) {
        return checked.standing() == Standing.ACCEPTED
                ? !isIndexed(checked, vocabulary) || !says(checked, vocabulary)
                : !vocabulary.synonyms().isEmpty() && wouldBeAccepted(checked, vocabulary);
    }

    private static boolean isIndexed(LabelChecked checked, Vocabulary vocabulary) {
        Integer index = checked.classIndex();
        return index != null
                && vocabulary.labelSet().indexOf(String.valueOf(checked.label())).stream()
                        .anyMatch(now -> now == index);
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
        return counted(checked).map(vocabulary::nameOf).collect(Collectors.toSet());
    }

    /** The labels that made the standing: of who settled it, of who was asked once all have read, of all others. */
    private static Stream<String> counted(LabelChecked checked) {
        Settlement settlement = checked.settlement();
        Readings readings = checked.readings();
        if (settlement != null) {
            return settlement.by().stream().map(checked.votes()::get).map(Objects::requireNonNull);
        }
        return checked.votes().entrySet().stream()
                .filter(vote -> readings == null || readings.by().contains(vote.getKey()) == readings.isComplete())
                .map(Map.Entry::getValue);
    }
}
