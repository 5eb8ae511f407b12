package org.equipoise.ingest.labelling;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whose labels count. An adjudicator's is final, the latest of several; otherwise readers who answered a doubt overrule
 * studies, if there are enough of them and no person contradicts; otherwise everybody's counts. The votes alone decide,
 * never the order in which they came.
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
     * @param votes label by annotator, without withdrawn ones
     * @param labels that count; more than one contradict each other
     * @param settlement who decided; null where everybody's label counts
     */
    record Outcome(
            Map<String, String> votes,
            SortedSet<String> labels,
            @Nullable Settlement settlement) {}

    Outcome of(Map<String, Vote> all) {
        Map<String, Vote> votes = standing(all, annotator -> true);
        Map<String, String> labels = new TreeMap<>();
        votes.forEach((annotator, vote) -> labels.put(annotator, vote.label()));
        return adjudicated(votes)
                .or(() -> answered(votes))
                .map(decision -> new Outcome(labels, new TreeSet<>(List.of(decision.label())), decision.settlement()))
                .orElseGet(() -> new Outcome(labels, new TreeSet<>(labels.values()), null));
    }

    private record Decision(String label, Settlement settlement) {}

    private static Optional<Decision> adjudicated(Map<String, Vote> votes) {
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue().role() == Role.ADJUDICATOR)
                .max(Entry.<String, Vote>comparingByValue().thenComparing(Entry.comparingByKey()))
                .map(last -> decision(Role.ADJUDICATOR, List.of(last), votes));
    }

    private Optional<Decision> answered(Map<String, Vote> votes) {
        Map<String, Vote> persons = standing(votes, annotator -> !LabelSubmitted.isSource(annotator));
        List<Entry<String, Vote>> answers = persons.entrySet().stream()
                .filter(vote -> vote.getValue().examination() != null)
                .toList();
        boolean agreed = persons.values().stream().map(Vote::label).distinct().count() == 1;
        return agreed && answers.size() >= readers
                ? Optional.of(decision(Role.READER, answers, votes))
                : Optional.empty();
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

    private static Map<String, Vote> standing(Map<String, Vote> votes, Predicate<String> annotator) {
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue().stands() && annotator.test(vote.getKey()))
                .collect(Collectors.toMap(Entry::getKey, Entry::getValue, (a, b) -> a, TreeMap::new));
    }
}
