package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.monitor.console.ReviewQueue.Item;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReviewQueueTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final ReviewQueue queue = new ReviewQueue();

    @BeforeEach
    void declare() {
        queue.declared(new DatasetDeclared("lung", new LabelSet(List.of("none", "benign")), START));
    }

    @Test
    void contradictingLabelsComeBeforeDoubtfulOnesAndThoseInTheOrderOfTheirDoubt() {
        queue.suspected(suspicion(1, .6, 0));
        queue.suspected(suspicion(2, .9, 0));
        queue.checked(conflict(3, 10, "ada", "bob"));

        assertThat(waiting("cleo")).containsExactly(image(3), image(2), image(1));
    }

    @Test
    void whoHasLabelledAnImageIsNotAskedAgainButOthersAre() {
        queue.checked(conflict(1, 0, "ada", "bob"));

        assertThat(waiting("ada")).isEmpty();
        assertThat(waiting("cleo")).containsExactly(image(1));
    }

    @Test
    void whoHasJustLabelledAnImageIsNotAskedAgainBeforeTheVotesAreCounted() {
        queue.checked(conflict(1, 0, "ada", "bob"));

        queue.submitted(reading(1, "cleo", 20));

        assertThat(waiting("cleo")).isEmpty();
        assertThat(waiting("dan")).containsExactly(image(1));
    }

    @Test
    void anImageThatIsAcceptedLeaves() {
        queue.checked(conflict(1, 0, "ada", "bob"));

        queue.checked(accepted(1, 5));

        assertThat(waiting("cleo")).isEmpty();
    }

    @Test
    void aReadingAfterADoubtSettlesItInWhateverOrderTheTopicsAreRead() {
        queue.submitted(reading(1, "ada", 20));
        queue.suspected(suspicion(1, .9, 10));
        queue.suspected(suspicion(2, .9, 10));
        queue.submitted(reading(2, "ada", 20));

        assertThat(waiting("cleo")).isEmpty();
    }

    @Test
    void aReadingBeforeADoubtDoesNotSettleIt() {
        queue.submitted(reading(1, "ada", 5));
        queue.suspected(suspicion(1, .9, 10));

        assertThat(waiting("ada")).containsExactly(image(1));
    }

    @Test
    void aLabelThatCameWithAStudyIsNoReading() {
        queue.suspected(suspicion(1, .9, 10));

        queue.submitted(reading(1, "source:study-7", 20));

        assertThat(waiting("cleo")).containsExactly(image(1));
    }

    @Test
    void whereNobodyDeclaredAVocabularyThereIsNothingToChoose() {
        queue.checked(new LabelChecked(
                "heart",
                image(1),
                Standing.QUARANTINED,
                List.of(QuarantineReason.UNDECLARED_DATASET),
                null,
                null,
                Split.TRAIN,
                null,
                Map.of("ada", "x"),
                1,
                START));

        assertThat(waiting("cleo")).isEmpty();
    }

    @Test
    void onlyImagesThatWereEverInTheQueueAreShown() {
        queue.checked(conflict(1, 0, "ada", "bob"));
        queue.checked(accepted(2, 0));

        assertThat(queue.concerns("lung", image(1))).isTrue();
        assertThat(queue.concerns("lung", image(2))).isFalse();
        assertThat(queue.concerns("lung", "../secrets")).isFalse();
    }

    private List<String> waiting(String annotator) {
        return queue.waitingFor(annotator, 10).stream().map(Item::imageId).toList();
    }

    private static String image(int n) {
        return Integer.toHexString(n).repeat(64);
    }

    private static LabelChecked conflict(int n, int second, String first, String other) {
        return new LabelChecked(
                "lung",
                image(n),
                Standing.QUARANTINED,
                List.of(QuarantineReason.CONFLICTING_LABELS),
                null,
                null,
                Split.TRAIN,
                null,
                Map.of(first, "none", other, "benign"),
                1,
                START.plusSeconds(second));
    }

    private static LabelChecked accepted(int n, int second) {
        return new LabelChecked(
                "lung",
                image(n),
                Standing.ACCEPTED,
                List.of(),
                "none",
                0,
                Split.TRAIN,
                null,
                Map.of("ada", "none"),
                1,
                START.plusSeconds(second));
    }

    private static LabelSuspected suspicion(int n, double score, int second) {
        return new LabelSuspected(
                "r1", "lung", "v1", image(n), "none", "benign", score, 1, "looks so", START.plusSeconds(second));
    }

    private static LabelSubmitted reading(int n, String annotator, int second) {
        return new LabelSubmitted("lung", image(n), "benign", annotator, START.plusSeconds(second));
    }
}
