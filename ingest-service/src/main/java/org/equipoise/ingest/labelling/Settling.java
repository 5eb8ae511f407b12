package org.equipoise.ingest.labelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whose labels count. An adjudicator's is final, the latest of several; otherwise those of readers who were asked to
 * label without seeing others, once all of them have; otherwise readers who answered a doubt overrule studies, if there
 * are enough of them and no person contradicts; otherwise everybody's counts. The votes alone decide, never the order
 * in which they came.
 */
final class Settling {

    private static final int MOST_READERS = 16;

    private final int readers;

    /** @param readers who must have answered a doubt before it is settled, 1 to 16 */
    Settling(int readers) {
        if (readers < 1 || readers > MOST_READERS) {
            throw new IllegalArgumentException(
                    "readers-of-a-suspect must be 1 to " + MOST_READERS + ", got " + readers);
        }
        this.readers = readers;
    }

    /**
     * What the votes come to.
     *
     * @param votes label by annotator, as it was given, without withdrawn ones
     * @param labels that count, by what they mean; more than one contradict each other
     * @param settlement who decided; null where everybody's label counts
     * @param readings that were asked for; null where nobody asked
     */
    record Outcome(
            Map<String, String> votes,
            SortedSet<String> labels,
            @Nullable Settlement settlement,
            @Nullable Readings readings) {}

    /**
     * Weighs the votes.
     *
     * @param meaning the class that a label says; labels of one class do not differ
     * @param assignment to several readers, if it was asked for
     */
    Outcome of(Map<String, Vote> all, UnaryOperator<String> meaning, @Nullable Assignment assignment) {
        Map<String, String> given = new TreeMap<>();
        Map<String, Vote> votes = new TreeMap<>();
        all.forEach((annotator, vote) -> {
            if (vote.stands()) {
                given.put(annotator, vote.label());
                votes.put(annotator, vote.meaning(meaning.apply(vote.label())));
            }
        });
        AskedReaders asked = AskedReaders.of(votes, assignment);
        Readings readings = asked.readings();
        // A reading in progress is no vote yet: nobody overrules it.
        Optional<Decision> decision = adjudicated(asked.isComplete() ? votes : asked.counted());
        Collection<Vote> counted = asked.counted().values();
        if (decision.isEmpty()) {
            decision = asked.isComplete() ? agreed(asked.counted(), votes) : answered(asked.counted());
        }
        return decision.map(
                        made -> new Outcome(given, new TreeSet<>(List.of(made.label())), made.settlement(), readings))
                .orElseGet(() -> new Outcome(
                        given,
                        counted.stream().map(Vote::label).collect(Collectors.toCollection(TreeSet::new)),
                        null,
                        readings));
    }

    private record Decision(String label, Settlement settlement) {}

    private static Optional<Decision> adjudicated(Map<String, Vote> votes) {
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue().role() == Role.ADJUDICATOR)
                .max(Entry.<String, Vote>comparingByValue().thenComparing(Entry.comparingByKey()))
                .map(last -> decision(Role.ADJUDICATOR, List.of(last), votes));
    }

    /** Readers who were asked, and all have answered: they overrule studies, and persons who labelled before. */
    private static Optional<Decision> agreed(Map<String, Vote> answers, Map<String, Vote> votes) {
        return sayTheSame(answers.values())
                ? Optional.of(decision(Role.READER, List.copyOf(answers.entrySet()), votes))
                : Optional.empty();
    }

    private Optional<Decision> answered(Map<String, Vote> votes) {
        List<Entry<String, Vote>> persons = votes.entrySet().stream()
                .filter(vote -> !LabelSubmitted.isSource(vote.getKey()))
                .toList();
        List<Entry<String, Vote>> answers = persons.stream()
                .filter(vote -> vote.getValue().examination() != null)
                .toList();
        return answers.size() >= readers
                        && sayTheSame(persons.stream().map(Entry::getValue).toList())
                ? Optional.of(decision(Role.READER, answers, votes))
                : Optional.empty();
    }

    private static boolean sayTheSame(Collection<Vote> votes) {
        return votes.stream().map(Vote::label).distinct().count() == 1;
    }

    /** @param deciding at least one, all with one label */
    private static Decision decision(Role role, List<Entry<String, Vote>> deciding, Map<String, Vote> votes) {
        Vote last = deciding.stream()
                .map(Entry::getValue)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<String> overruled = votes.entrySet().stream()
                .filter(vote -> !vote.getValue().label().equals(last.label()))
                .map(Entry::getKey)
                .toList();
        List<String> by = deciding.stream().map(Entry::getKey).toList();
        return new Decision(last.label(), new Settlement(by, role, last.examination(), overruled, last.submittedAt()));
    }
}
