package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue.Progress;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Images that several readers are asked to read. */
class AssignedReviewTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final String IMAGE = "1".repeat(64);

    private static final Reader ANNA = new Reader("anna", Role.READER);
    private static final Reader BEN = new Reader("ben", Role.READER);
    private static final Reader CLEO = new Reader("cleo", Role.READER);
    private static final Reader DR_WHO = new Reader("dr-who", Role.ADJUDICATOR);

    private final ReviewQueue queue = new ReviewQueue();

    @BeforeEach
    void declare() {
        queue.declared(
                new DatasetDeclared("lung", new LabelSet(List.of("none", "benign")), START, Map.of("NORMAL", "none")));
    }

    @Test
    void aReaderIsGivenTheImageWithoutAWordOfWhatOthersSay() {
        queue.suspected(doubt());
        queue.checked(asked(Map.of("source:s1", "none", "ben", "benign"), List.of("ben")));

        ReviewItem item = only(ANNA);

        assertThat(item.kind()).isEqualTo(Kind.ASSIGNED);
        assertThat(item.votes()).isEmpty();
        assertThat(item.reasons()).isEmpty();
        assertThat(item.deferred()).isEmpty();
        assertThat(List.of(
                        String.valueOf(item.givenLabel()),
                        String.valueOf(item.suggestedLabel()),
                        String.valueOf(item.score()),
                        String.valueOf(item.evidence())))
                .containsOnly("null");
        assertThat(item.labels()).containsExactly("none", "benign");
        assertThat(item.places()).isEqualTo(1);
        assertThat(queue.concerns("lung", IMAGE)).isTrue();
    }

    @Test
    void whoHasReadItIsNotGivenItAgain() {
        queue.suspected(doubt());
        queue.checked(asked(Map.of("source:s1", "none", "ben", "benign"), List.of("ben")));

        assertThat(queue.waitingFor(BEN, null, null, 10)).isEmpty();
    }

    @Test
    void toAnAdjudicatorItStaysWhatItWas() {
        queue.suspected(doubt());
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        assertThat(only(DR_WHO).kind()).isEqualTo(Kind.SUSPECT);
        assertThat(queue.reading("lung", IMAGE, "none", DR_WHO, START).examination())
                .isEqualTo("r1");
        assertThat(queue.progress(DR_WHO))
                .containsExactly(
                        new Progress("lung", Kind.ASSIGNED, 0, 1, 0), new Progress("lung", Kind.SUSPECT, 1, 1, 0));

        queue.checked(conflictThatIsAsked());
        assertThat(only(DR_WHO).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(only(DR_WHO).votes()).containsExactly("benign", "none");
        assertThat(only(ANNA).kind()).isEqualTo(Kind.ASSIGNED);
        assertThat(queue.progress(ANNA)).containsExactly(new Progress("lung", Kind.ASSIGNED, 1, 1, 0));
    }

    @Test
    void whatWasSettledBeforeItWasAskedIsNoDoubtToAnAdjudicator() {
        queue.suspected(doubt());
        queue.checked(standing(List.of(), Map.of("anna", "none"), List.of(), settledBy(Role.READER)));

        assertThat(queue.waitingFor(DR_WHO, null, null, 10)).isEmpty();
    }

    @Test
    void whereSomeMayHaveBeenForgottenNoReaderIsToldOfADoubt() {
        var small = new ReviewQueue(1);
        small.declared(new DatasetDeclared("lung", new LabelSet(List.of("none", "benign")), START));
        small.suspected(doubt());
        small.checked(asked(Map.of("source:s1", "none"), List.of()));
        small.checked(asked("2".repeat(64)));

        assertThat(small.waitingFor(ANNA, null, null, 10))
                .extracting(ReviewItem::imageId)
                .containsExactly("2".repeat(64));
        assertThat(small.waitingFor(DR_WHO, null, null, 10)).hasSize(1);
    }

    @Test
    void anErasedImageIsForgottenWithAllThatWasSaidOfIt() {
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        LabelSubmitted reading = queue.reading("lung", IMAGE, "benign", ANNA, START.plusSeconds(20));
        LabelDeferred deferral = queue.deferral("lung", IMAGE, LabelDeferred.Reason.OTHER, BEN, START.plusSeconds(20))
                .orElseThrow();
        queue.submitted(reading);
        queue.deferred(deferral);

        queue.erased(new ImageErased("lung", IMAGE, null, "otto", START.plusSeconds(30)));
        queue.submitted(reading);
        queue.deferred(deferral);

        assertThat(queue.concerns("lung", IMAGE)).isFalse();
        assertThat(queue.waitingFor(BEN, null, null, 10)).isEmpty();
        assertThat(queue.withdrawal("lung", IMAGE, ANNA, START)).isEmpty();
        assertThat(queue.deferralWithdrawn("lung", IMAGE, BEN, START)).isEmpty();
    }

    @Test
    void aReadingCountsBeforeItsStandingComesAndNoMoreReadersAreAsked() {
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        assertThat(only(CLEO).places()).isEqualTo(2);

        queue.submitted(queue.reading("lung", IMAGE, "benign", ANNA, START.plusSeconds(20)));
        assertThat(only(CLEO).places()).isEqualTo(1);
        assertThat(queue.waitingFor(ANNA, null, null, 10)).isEmpty();
        queue.submitted(queue.reading("lung", IMAGE, "benign", BEN, START.plusSeconds(21)));
        assertThat(queue.waitingFor(CLEO, null, null, 10)).isEmpty();

        queue.submitted(
                queue.withdrawal("lung", IMAGE, BEN, START.plusSeconds(22)).orElseThrow());
        assertThat(only(BEN).places()).isEqualTo(1);
    }

    /** The clock here may be behind that of the service where it was asked. */
    @Test
    void aReadingAnswersTheAssignmentWhateverTheClocksSayAndNoDoubt() {
        queue.suspected(doubt());
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));

        LabelSubmitted reading = queue.reading("lung", IMAGE, "benign", ANNA, START.minusSeconds(60));

        assertThat(reading.submittedAt()).isEqualTo(START.plusSeconds(10));
        assertThat(reading.role()).isEqualTo(Role.READER);
        assertThat(reading.examination()).isNull();
    }

    @Test
    void whoseReadersDisagreeIsAnAdjudicatorsAndHeSeesTheirLabels() {
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        queue.checked(standing(
                List.of(QuarantineReason.CONFLICTING_LABELS),
                Map.of("source:s1", "none", "anna", "none", "ben", "benign"),
                List.of("anna", "ben"),
                null));

        ReviewItem item = only(DR_WHO);

        assertThat(item.kind()).isEqualTo(Kind.DISAGREEMENT);
        assertThat(item.votes()).containsExactly("benign", "none");
        assertThat(queue.waitingFor(CLEO, null, null, 10)).isEmpty();
        assertThat(queue.awaitsAdjudicator("lung", IMAGE)).isTrue();
    }

    /** The vocabulary has changed since. */
    @Test
    void whatAllHaveReadIsNoReadersAnyMoreWhateverItWaitsFor() {
        queue.checked(standing(
                List.of(QuarantineReason.UNKNOWN_LABEL),
                Map.of("anna", "old", "ben", "old"),
                List.of("anna", "ben"),
                settledBy(Role.READER)));

        assertThat(queue.isReadByAll("lung", IMAGE)).isTrue();
        assertThat(queue.waitingFor(CLEO, null, null, 10)).isEmpty();
        assertThat(only(DR_WHO).kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void progressTellsWhatIsAskedWhatIsReadAndWhatDisagrees() {
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        assertThat(queue.progress(ANNA)).containsExactly(new Progress("lung", Kind.ASSIGNED, 1, 1, 0));
        assertThat(queue.progress(DR_WHO)).containsExactly(new Progress("lung", Kind.ASSIGNED, 0, 1, 0));

        queue.checked(standing(
                List.of(), Map.of("anna", "NORMAL", "ben", "none"), List.of("anna", "ben"), settledBy(Role.READER)));
        assertThat(queue.progress(ANNA)).containsExactly(new Progress("lung", Kind.ASSIGNED, 0, 0, 1));

        queue.checked(standing(
                List.of(),
                Map.of("anna", "benign", "ben", "none"),
                List.of("anna", "ben"),
                settledBy(Role.ADJUDICATOR)));
        assertThat(queue.progress(ANNA)).containsExactly(new Progress("lung", Kind.DISAGREEMENT, 0, 0, 1));
    }

    @Test
    void whatIsNotAskedAnyMoreDoesNotWait() {
        queue.checked(asked(Map.of("source:s1", "none"), List.of()));
        long before = queue.revision();

        queue.checked(new LabelChecked(
                "lung",
                IMAGE,
                Standing.ACCEPTED,
                List.of(),
                "none",
                0,
                Split.TRAIN,
                null,
                Map.of("source:s1", "none"),
                1,
                START));

        assertThat(queue.waitingFor(ANNA, null, null, 10)).isEmpty();
        assertThat(queue.revision()).isGreaterThan(before);
    }

    @Test
    void storiesKeepFromReadersWhatOthersSayUntilAllHaveRead() {
        var story = new ImageStory(StoryQuery.ofImage(IMAGE));
        LabelChecked open = asked(Map.of("source:s1", "none", "ben", "benign"), List.of("ben"));
        story.submitted(new LabelSubmitted("lung", IMAGE, "benign", "ben", START, Role.READER, null, null));
        story.suspected(doubt());
        story.checked(open);

        assertThat(story.steps(new Blinding(false)))
                .as("also from one who has read it: he could take that back")
                .isEmpty();
        assertThat(story.steps(new Blinding(true))).hasSize(3);

        story.checked(asked(Map.of("anna", "benign", "ben", "benign"), List.of("anna", "ben")));
        assertThat(story.steps(new Blinding(false))).hasSize(4);
    }

    private ReviewItem only(Reader reader) {
        List<ReviewItem> waiting = queue.waitingFor(reader, null, null, 10);
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private static LabelSuspected doubt() {
        return new LabelSuspected("r1", "lung", "v1", IMAGE, "none", "benign", .9, 1, "looks so", START);
    }

    private static LabelChecked asked(String image) {
        return new LabelChecked(
                "lung",
                image,
                Standing.ACCEPTED,
                List.of(),
                "none",
                0,
                Split.TRAIN,
                null,
                Map.of("source:s1", "none"),
                1,
                START,
                null,
                new Readings(2, START, List.of()));
    }

    private static LabelChecked conflictThatIsAsked() {
        return standing(
                List.of(QuarantineReason.CONFLICTING_LABELS),
                Map.of("source:s1", "none", "source:s2", "benign"),
                List.of(),
                null);
    }

    private static Settlement settledBy(Role role) {
        return new Settlement(List.of("anna"), role, null, List.of(), START);
    }

    private static LabelChecked asked(Map<String, String> votes, List<String> by) {
        return standing(List.of(), votes, by, null);
    }

    private static LabelChecked standing(
            List<QuarantineReason> reasons,
            Map<String, String> votes,
            List<String> by,
            @Nullable Settlement settlement) {
        return new LabelChecked(
                "lung",
                IMAGE,
                reasons.isEmpty() ? Standing.ACCEPTED : Standing.QUARANTINED,
                reasons,
                "none",
                0,
                Split.TRAIN,
                null,
                votes,
                1,
                START,
                settlement,
                new Readings(2, START.plusSeconds(10), by));
    }
}
