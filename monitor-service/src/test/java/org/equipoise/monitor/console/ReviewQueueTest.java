package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue.Progress;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReviewQueueTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private static final Reader CLEO = new Reader("cleo", Role.READER);
    private static final Reader DR_WHO = new Reader("dr-who", Role.ADJUDICATOR);

    private final ReviewQueue queue = new ReviewQueue();

    @BeforeEach
    void declare() {
        queue.declared(new DatasetDeclared("lung", new LabelSet(List.of("none", "benign")), START));
    }

    @Test
    void anAdjudicatorSeesFirstWhatALabelWouldChangeMost() {
        queue.suspected(suspicion(1, .6, 0));
        queue.suspected(suspicion(2, .9, 0));
        queue.checked(conflict(3, 10, "ada", "bob"));
        queue.checked(conflict(4, 5, "ada", "bob"));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10))
                .extracting(ReviewItem::imageId)
                .containsExactly(image(4), image(3), image(2), image(1));
    }

    /** Whichever of the topics is read first. */
    @Test
    void anErasedImageIsNotShownAndWhatWasSaidOfItBeforeDoesNotBringItBack() {
        queue.checked(conflict(3, 10, "ada", "bob"));
        queue.suspected(suspicion(1, .6, 0));
        queue.suspected(suspicion(2, .9, 0));

        queue.erased(new ImageErased("lung", image(3), null, "ops", START.plusSeconds(20)));
        queue.erased(new ImageErased("lung", image(1), null, "ops", START.plusSeconds(20)));
        queue.checked(conflict(3, 11, "ada", "bob"));
        queue.suspected(suspicion(1, .6, 1));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10))
                .extracting(ReviewItem::imageId)
                .containsExactly(image(2));
        queue.checked(conflict(3, 30, "ada", "bob"));
        assertThat(queue.waitingFor(DR_WHO, null, null, 10))
                .extracting(ReviewItem::imageId)
                .contains(image(3));
    }

    @Test
    void aReaderSeesFirstWhatHisLabelSettles() {
        queue.checked(conflict(3, 10, "ada", "bob"));
        queue.suspected(suspicion(1, .6, 0));
        queue.suspected(suspicion(2, .9, 0));

        assertThat(waiting("cleo")).containsExactly(image(2), image(1), image(3));
    }

    @Test
    void whereAnImageIsALargePartOfItsClassItComesBeforeMoreDoubtfulOnesOfLargeClasses() {
        queue.declared(new DatasetDeclared("heart", new LabelSet(List.of("none", "rare")), START));
        queue.frozen(frozen("lung", 999, 99));
        queue.frozen(frozen("heart", 999, 1));
        queue.suspected(suspicion(1, .9, 0));
        queue.suspected(new LabelSuspected(
                "r1", "heart", "v1", image(2), "none", "rare", .3, 1, "looks so", START.plusSeconds(1)));

        List<ReviewItem> waiting = queue.waitingFor(CLEO, null, null, 10);

        assertThat(waiting).extracting(ReviewItem::imageId).containsExactly(image(2), image(1));
        assertThat(waiting).extracting(ReviewItem::change).containsExactly(.15, .9 / 100);
    }

    private static DatasetFrozen frozen(String dataset, long first, long second) {
        var labels = new LabelSet(List.of("none", dataset.equals("heart") ? "rare" : "benign"));
        return new DatasetFrozen(
                dataset,
                "v1",
                "0".repeat(64),
                "manifest.jsonl",
                labels,
                "DX",
                new InputShape(64, 64, 1),
                Map.of(Split.TRAIN, new ClassDistribution(List.of(first, second))),
                List.of(),
                List.of(),
                START);
    }

    @Test
    void whatAReaderDeferredComesToHimAfterAllOthersAndToOthersAsBeforeWithTheReasonButNotByWhom() {
        queue.suspected(suspicion(1, .9, 0));
        queue.suspected(suspicion(2, .6, 0));

        queue.deferred(deferral(1, "cleo", 5));
        queue.deferred(deferral(1, "cleo", 5));

        assertThat(waiting("cleo")).containsExactly(image(2), image(1));
        assertThat(waiting("dan")).containsExactly(image(1), image(2));
        assertThat(queue.waitingFor(new Reader("dan", Role.READER), null, null, 10))
                .extracting(ReviewItem::deferred)
                .containsExactly(List.of("second-opinion"), List.of());
    }

    @Test
    void aDeferralThatIsTakenBackIsAsIfItHadNotBeenWhateverIsReadFirst() {
        queue.suspected(suspicion(1, .9, 0));
        queue.suspected(suspicion(2, .6, 0));
        LabelDeferred deferral = queue.deferral(
                        "lung", image(1), LabelDeferred.Reason.SECOND_OPINION, CLEO, START.plusSeconds(5))
                .orElseThrow();
        queue.deferred(deferral);
        LabelDeferred back = queue.deferralWithdrawn("lung", image(1), CLEO, START.plusSeconds(4))
                .orElseThrow();

        queue.deferred(back);
        queue.deferred(deferral);

        assertThat(waiting("cleo")).containsExactly(image(1), image(2));
        assertThat(queue.deferralWithdrawn("lung", image(1), CLEO, START.plusSeconds(9)))
                .isEmpty();
    }

    @Test
    void aDeferralThatIsSentAgainSaysNothingNew() {
        queue.deferred(deferral(1, "cleo", 5));

        assertThat(queue.deferral("lung", image(1), LabelDeferred.Reason.SECOND_OPINION, CLEO, START.plusSeconds(9)))
                .isEmpty();
        assertThat(queue.deferral("lung", image(1), LabelDeferred.Reason.OTHER, CLEO, START.plusSeconds(9)))
                .isPresent();
    }

    private static LabelDeferred deferral(int n, String annotator, int second) {
        return new LabelDeferred(
                "lung", image(n), annotator, LabelDeferred.Reason.SECOND_OPINION, START.plusSeconds(second), null);
    }

    @Test
    void oneDatasetOrOneKindIsLookedAtAlone() {
        queue.declared(new DatasetDeclared("heart", new LabelSet(List.of("none", "benign")), START));
        queue.suspected(suspicion(1, .6, 0));
        queue.checked(conflict(2, 10, "ada", "bob"));
        queue.checked(standing("heart", 3, List.of(QuarantineReason.UNKNOWN_LABEL), Map.of("ada", "x"), null));

        assertThat(queue.waitingFor(CLEO, "lung", null, 10))
                .extracting(ReviewItem::kind)
                .containsExactly(Kind.SUSPECT, Kind.CONFLICT);
        assertThat(queue.waitingFor(CLEO, null, Kind.CONFLICT, 10))
                .extracting(ReviewItem::imageId)
                .containsExactly(image(2));
        assertThat(queue.waitingFor(CLEO, "heart", Kind.OTHER, 10))
                .extracting(ReviewItem::imageId)
                .containsExactly(image(3));
        assertThat(queue.waitingFor(CLEO, "heart", Kind.SUSPECT, 10)).isEmpty();
    }

    @Test
    void progressCountsWhatWaitsForTheReaderWhatIsOpenAndWhatIsSettled() {
        queue.suspected(suspicion(1, .6, 0));
        queue.suspected(suspicion(2, .6, 0));
        queue.suspected(suspicion(3, .6, 0));
        queue.checked(conflict(4, 10, "ada", "cleo"));
        queue.checked(conflict(5, 10, "ada", "bob"));
        queue.checked(settled(2, "bob", Map.of("bob", "benign", "source:s", "none"), "r1"));
        queue.checked(settled(6, "dr-who", Map.of("dr-who", "benign", "a", "none", "b", "benign"), null));
        queue.submitted(answer(3, CLEO, "benign", 20));

        assertThat(queue.progress(CLEO))
                .containsExactly(
                        new Progress("lung", Kind.SUSPECT, 1, 2, 1), new Progress("lung", Kind.CONFLICT, 1, 2, 1));
    }

    @Test
    void whatSomebodySettledIsNotDoubtedAgain() {
        queue.checked(settled(1, "bob", Map.of("bob", "none", "source:s", "none"), "r1"));

        queue.suspected(suspicion(1, .9, 10));

        assertThat(waiting("cleo")).isEmpty();
        assertThat(queue.settledBy("lung", image(1))).containsExactly("bob");
        assertThat(queue.concerns("lung", image(1))).isTrue();
    }

    @Test
    void aDoubtIsOpenToOthersUntilTheAnswerHasSettledIt() {
        queue.suspected(suspicion(1, .9, 10));

        queue.submitted(answer(1, CLEO, "benign", 20));

        assertThat(waiting("cleo")).isEmpty();
        assertThat(waiting("dan")).containsExactly(image(1));
    }

    @Test
    void anAdjudicatorSeesAConflictAlthoughHeReadItAsAReader() {
        queue.checked(conflict(1, 0, "ada", "dr-who"));
        queue.submitted(answer(1, new Reader("dr-who", Role.READER), "benign", 5));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10)).hasSize(1);
        queue.submitted(answer(1, DR_WHO, "benign", 6));
        assertThat(queue.waitingFor(DR_WHO, null, null, 10)).isEmpty();
    }

    @Test
    void anAdjudicatorIsAskedAgainWhenTheVocabularyLosesTheLabel() {
        queue.submitted(answer(1, DR_WHO, "benign", -5));

        queue.checked(standing("lung", 1, List.of(QuarantineReason.UNKNOWN_LABEL), Map.of("dr-who", "benign"), null));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10)).hasSize(1);
    }

    @Test
    void aLabelIsAnAnswerToTheDoubtInTheRoleOfTheReaderAndLaterThanTheLastOne() {
        queue.suspected(suspicion(1, .9, 10));

        LabelSubmitted first = queue.reading("lung", image(1), "benign", CLEO, START.plusSeconds(20));
        queue.submitted(first);
        LabelSubmitted second = queue.reading("lung", image(1), "none", CLEO, START.plusSeconds(19));

        assertThat(first)
                .isEqualTo(new LabelSubmitted(
                        "lung", image(1), "benign", "cleo", START.plusSeconds(20), Role.READER, "r1", null));
        assertThat(second.submittedAt()).isAfter(first.submittedAt());
        assertThat(queue.reading("lung", image(2), "none", DR_WHO, START).role())
                .isEqualTo(Role.ADJUDICATOR);
    }

    @Test
    void aLabelThatIsTakenBackBringsTheImageBackWhateverIsReadFirst() {
        queue.suspected(suspicion(1, .9, 10));
        LabelSubmitted label = queue.reading("lung", image(1), "benign", CLEO, START.plusSeconds(20));
        queue.submitted(label);
        LabelSubmitted withdrawal =
                queue.withdrawal("lung", image(1), CLEO, START.plusSeconds(20)).orElseThrow();

        queue.submitted(withdrawal);
        queue.submitted(label);

        assertThat(withdrawal.label()).isEqualTo("benign");
        assertThat(withdrawal.withdraws()).isTrue();
        assertThat(waiting("cleo")).containsExactly(image(1));
        assertThat(queue.withdrawal("lung", image(1), CLEO, START.plusSeconds(30)))
                .isEmpty();
        assertThat(queue.withdrawal("lung", image(1), DR_WHO, START.plusSeconds(30)))
                .isEmpty();
    }

    @Test
    void whatWasSettledAndIsTakenBackIsOpenAgain() {
        queue.checked(conflict(1, 0, "ada", "bob"));
        queue.submitted(answer(1, DR_WHO, "benign", 5));
        queue.checked(settled(1, "dr-who", Map.of("dr-who", "benign", "ada", "none", "bob", "benign"), null));
        queue.submitted(
                queue.withdrawal("lung", image(1), DR_WHO, START.plusSeconds(6)).orElseThrow());

        queue.checked(conflict(1, 7, "ada", "bob"));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10)).hasSize(1);
        assertThat(queue.settledBy("lung", image(1))).isEmpty();
        assertThat(queue.progress(DR_WHO)).containsExactly(new Progress("lung", Kind.CONFLICT, 1, 1, 0));
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
        return queue.waitingFor(new Reader(annotator, Role.READER), null, null, 10).stream()
                .map(ReviewItem::imageId)
                .toList();
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

    private static LabelChecked settled(int n, String by, Map<String, String> votes, @Nullable String examination) {
        Role role = examination == null ? Role.ADJUDICATOR : Role.READER;
        return standing("lung", n, List.of(), votes, new Settlement(List.of(by), role, examination, List.of(), START));
    }

    private static LabelChecked standing(
            String dataset,
            int n,
            List<QuarantineReason> reasons,
            Map<String, String> votes,
            @Nullable Settlement settlement) {
        return new LabelChecked(
                dataset,
                image(n),
                reasons.isEmpty() ? Standing.ACCEPTED : Standing.QUARANTINED,
                reasons,
                "none",
                0,
                Split.TRAIN,
                null,
                votes,
                1,
                START,
                settlement);
    }

    private static LabelSubmitted answer(int n, Reader reader, String label, int second) {
        return new LabelSubmitted(
                "lung", image(n), label, reader.name(), START.plusSeconds(second), reader.role(), "r1", null);
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
