package org.equipoise.ingest.labelling;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who answered an assignment, and whose labels count meanwhile. Until as many readers answered as were asked, their
 * labels count for nothing: an image that became a conflict by the first of them would show the others what he said.
 * Then they count, and nothing else does but an adjudicator's.
 *
 * @param readings absent where nobody was asked
 * @param counted votes that count, by annotator
 */
record AskedReaders(@Nullable Readings readings, Map<String, Vote> counted) {

    /** @param votes by annotator, without withdrawn ones */
    static AskedReaders of(Map<String, Vote> votes, @Nullable Assignment assignment) {
        if (assignment == null || !assignment.stands()) {
            return new AskedReaders(null, votes);
        }
        List<String> by = votes.entrySet().stream()
                .filter(vote -> answers(vote.getValue(), assignment))
                .map(Entry::getKey)
                .toList();
        var readings = new Readings(assignment.readers(), assignment.answeredFrom(), by);
        Map<String, Vote> counted = new TreeMap<>(votes);
        if (readings.isComplete()) {
            counted.keySet().retainAll(by);
        } else {
            counted.keySet().removeAll(by);
        }
        return new AskedReaders(readings, counted);
    }

    /** Whether all who were asked have answered. */
    boolean isComplete() {
        return readings != null && readings.isComplete();
    }

    private static boolean answers(Vote vote, Assignment assignment) {
        return vote.role() == Role.READER && !vote.submittedAt().isBefore(assignment.answeredFrom());
    }
}
