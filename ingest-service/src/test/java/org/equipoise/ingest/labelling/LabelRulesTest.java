package org.equipoise.ingest.labelling;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final String IMAGE = "ab".repeat(32);
    private static final String TRAIN_GROUP = "0".repeat(32);
    private static final String TEST_GROUP = "f".repeat(32);

    private final LabelRules rules = rules(1);
    private final ImageRecord empty = ImageRecord.empty("chest", IMAGE);

    @Test
    void anImageWithAKnownLabelIsAccepted() {
        LabelChecked checked = check(empty.with(arrival("s1", null, null)).with(label("benign", "source:s1", 0)));

        assertThat(checked.standing()).isEqualTo(Standing.ACCEPTED);
        assertThat(checked.label()).isEqualTo("benign");
        assertThat(checked.classIndex()).isEqualTo(1);
        assertThat(checked.split()).isEqualTo(Split.TRAIN);
        assertThat(checked.occurrences()).isEqualTo(1);
    }

    @Test
    void aLabelBeforeItsImageIsKeptUntilTheImageComes() {
        ImageRecord early = empty.with(label("benign", "ann", 0));

        assertThat(rules.check(early, new Vocabulary(LABELS), NOW)).isEmpty();
        assertThat(check(early.with(arrival("s1", null, null))).label()).isEqualTo("benign");
    }

    @Test
    void anImageWithoutALabelHasNoStanding() {
        assertThat(rules.check(empty.with(arrival("s1", null, null)), new Vocabulary(LABELS), NOW))
                .isEmpty();
    }

    @Test
    void aLabelOutsideTheVocabularyIsQuarantined() {
        LabelChecked checked = check(empty.with(arrival("s1", null, null)).with(label("Benign", "source:s1", 0)));

        assertThat(checked.standing()).isEqualTo(Standing.QUARANTINED);
        assertThat(checked.reasons()).containsExactly(QuarantineReason.UNKNOWN_LABEL);
        assertThat(checked.label()).isNull();
        assertThat(checked.votes()).containsEntry("source:s1", "Benign");
    }

    @Test
    void contradictingLabelsAreQuarantined() {
        ImageRecord image = empty.with(arrival("s1", null, null))
                .with(label("benign", "source:s1", 0))
                .with(label("malignant", "source:s2", 0));

        assertThat(check(image).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
    }

    @Test
    void aLaterLabelOfTheSameAnnotatorEndsTheConflict() {
        ImageRecord image = empty.with(arrival("s1", null, null))
                .with(label("benign", "ann", 0))
                .with(label("malignant", "bob", 0))
                .with(label("malignant", "ann", 5))
                .with(label("benign", "ann", 2));

        assertThat(check(image).label()).isEqualTo("malignant");
    }

    @Test
    void anUndeclaredDatasetIsQuarantined() {
        ImageRecord image = empty.with(arrival("s1", null, null)).with(label("benign", "ann", 0));

        assertThat(rules.check(image, null, NOW))
                .hasValueSatisfying(
                        checked -> assertThat(checked.reasons()).containsExactly(QuarantineReason.UNDECLARED_DATASET));
    }

    @Test
    void duplicatesAreOneImageInTheStrictestSplit() {
        ImageRecord image = empty.with(arrival("s1", Split.TRAIN, null))
                .with(arrival("s2", Split.TEST, null))
                .with(arrival("s3", Split.VALIDATION, null))
                .with(label("benign", "source:s1", 0));

        assertThat(check(image).split()).isEqualTo(Split.TEST);
        assertThat(check(image).occurrences()).isEqualTo(3);
        assertThat(rules.traits(image))
                .hasValueSatisfying(traits ->
                        assertThat(traits.splits()).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST));
    }

    @Test
    void theSourcesSplitWinsOverThePatients() {
        ImageRecord image = empty.with(arrival("s1", Split.TRAIN, TEST_GROUP)).with(label("benign", "ann", 0));

        assertThat(check(image).split()).isEqualTo(Split.TRAIN);
        assertThat(check(image).patientGroup()).isEqualTo(TEST_GROUP);
    }

    @Test
    void withoutASourcesSplitThePatientDecides() {
        ImageRecord image = empty.with(arrival("s1", null, TEST_GROUP)).with(label("benign", "ann", 0));

        assertThat(check(image).split()).isEqualTo(Split.TEST);
    }

    @Test
    void whatIsAddedTwiceChangesNothing() {
        ImageRecord image = empty.with(arrival("s1", Split.TRAIN, TEST_GROUP)).with(label("benign", "ann", 0));

        assertThat(image.with(arrival("s1", Split.TRAIN, TEST_GROUP)).with(label("benign", "ann", 0)))
                .isEqualTo(image);
        assertThat(image.with(arrival("s1", null, null))).isEqualTo(image);
    }

    @Test
    void aRecordDoesNotGrowForEver() {
        ImageRecord image = empty;
        for (int i = 0; i < ImageRecord.MAX_REMEMBERED + 5; i++) {
            image = image.with(arrival("s" + i, null, null)).with(label("benign", "source:s" + i, 0));
        }

        assertThat(image.occurrences()).hasSize(ImageRecord.MAX_REMEMBERED);
        assertThat(image.votes()).hasSize(ImageRecord.MAX_REMEMBERED);
    }

    @Test
    void anAdjudicatorsLabelSettlesAConflictAndTheOverruledVotesStayInTheTrail() {
        ImageRecord image = arrived()
                .with(label("benign", "source:s1", 0))
                .with(label("malignant", "bob", 0))
                .with(adjudication("malignant", "dr-who", 5))
                .with(label("none", "source:s2", 9));

        LabelChecked checked = check(image);

        assertThat(checked.standing()).isEqualTo(Standing.ACCEPTED);
        assertThat(checked.label()).isEqualTo("malignant");
        assertThat(checked.votes())
                .isEqualTo(
                        Map.of("source:s1", "benign", "bob", "malignant", "dr-who", "malignant", "source:s2", "none"));
        assertThat(checked.settlement())
                .isEqualTo(new Settlement(
                        List.of("dr-who"),
                        Role.ADJUDICATOR,
                        null,
                        List.of("source:s1", "source:s2"),
                        NOW.plusSeconds(5)));
    }

    @Test
    void ofSeveralAdjudicatorsTheLatestStands() {
        ImageRecord image = arrived().with(adjudication("benign", "zoe", 9)).with(adjudication("none", "dr-who", 5));

        assertThat(check(image).label()).isEqualTo("benign");
        assertThat(settlement(image).overruled()).containsExactly("dr-who");
    }

    @Test
    void aReaderWhoAnswersADoubtOverrulesTheStudyAndTheImageStaysAccepted() {
        ImageRecord image = arrived().with(label("benign", "source:s1", 0)).with(answer("malignant", "ada", 5));

        assertThat(check(image).standing()).isEqualTo(Standing.ACCEPTED);
        assertThat(check(image).label()).isEqualTo("malignant");
        assertThat(settlement(image))
                .isEqualTo(new Settlement(
                        List.of("ada"), Role.READER, "labels-1", List.of("source:s1"), NOW.plusSeconds(5)));
    }

    @Test
    void aReaderWhoFindsADoubtedLabelRightSettlesItToo() {
        ImageRecord image = arrived().with(label("benign", "source:s1", 0)).with(answer("benign", "ada", 5));

        assertThat(check(image).label()).isEqualTo("benign");
        assertThat(settlement(image).overruled()).isEmpty();
    }

    @Test
    void readersOverruleStudiesButNotPersonsWhoeverOfThemWasFirst() {
        ImageRecord image = arrived().with(label("benign", "bob", 0)).with(answer("malignant", "ada", 5));
        ImageRecord two = arrived().with(answer("benign", "bob", 0)).with(answer("malignant", "ada", 5));

        assertThat(check(image).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
        assertThat(check(two).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
        assertThat(check(two.with(adjudication("none", "dr-who", 9))).label()).isEqualTo("none");
    }

    @Test
    void aReaderWhoAnswersNoDoubtIsOneVoiceAmongOthers() {
        ImageRecord image = arrived()
                .with(label("benign", "source:s1", 0))
                .with(new LabelSubmitted(
                        "chest", IMAGE, "malignant", "ada", NOW.plusSeconds(5), Role.READER, null, null));

        assertThat(check(image).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
    }

    @Test
    void whereASecondReaderIsAskedForOneDoesNotSettleADoubt() {
        ImageRecord one = arrived().with(label("benign", "source:s1", 0)).with(answer("malignant", "ada", 5));
        ImageRecord two = one.with(answer("malignant", "bob", 7));

        assertThat(rules(2).check(one, new Vocabulary(LABELS), NOW))
                .hasValueSatisfying(
                        checked -> assertThat(checked.reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS));
        assertThat(rules(2).check(two, new Vocabulary(LABELS), NOW)).hasValueSatisfying(checked -> {
            assertThat(checked.label()).isEqualTo("malignant");
            assertThat(checked.settlement())
                    .isEqualTo(new Settlement(
                            List.of("ada", "bob"), Role.READER, "labels-1", List.of("source:s1"), NOW.plusSeconds(7)));
        });
        assertThatThrownBy(() -> rules(0)).hasMessage("readers-of-a-suspect must be 1 to 16, got 0");
    }

    @Test
    void anOverruledLabelNeedNotBeInTheVocabularyButTheSettledOneMust() {
        ImageRecord image = arrived().with(label("NaN", "source:s1", 0));

        assertThat(check(image.with(adjudication("none", "dr-who", 5))).label()).isEqualTo("none");
        assertThat(check(image.with(adjudication("some", "dr-who", 5))).reasons())
                .containsExactly(QuarantineReason.UNKNOWN_LABEL);
    }

    @Test
    void whatIsTakenBackIsAsIfItHadNotBeenSaid() {
        ImageRecord conflict = arrived().with(label("benign", "source:s1", 0)).with(label("none", "source:s2", 0));
        ImageRecord back = conflict.with(adjudication("none", "dr-who", 5)).with(withdrawal("none", "dr-who", 6));

        assertThat(check(back)).isEqualTo(check(conflict));
        assertThat(check(back.with(adjudication("benign", "dr-who", 7))).label())
                .isEqualTo("benign");
    }

    @Test
    void anImageWhoseOnlyLabelIsTakenBackIsNoLongerAccepted() {
        ImageRecord image = arrived().with(label("benign", "ann", 0)).with(withdrawal("benign", "ann", 1));

        assertThat(check(image).reasons()).containsExactly(QuarantineReason.UNKNOWN_LABEL);
        assertThat(check(image).votes()).isEmpty();
    }

    @Test
    void theOrderInWhichVotesArriveAndHowOftenDoesNotMatter() {
        List<LabelSubmitted> votes = new ArrayList<>(List.of(
                label("benign", "source:s1", 0),
                label("none", "source:s2", 3),
                label("benign", "ada", 0),
                label("none", "ada", 0),
                answer("malignant", "ada", 4),
                answer("malignant", "bob", 4),
                withdrawal("malignant", "bob", 4),
                adjudication("none", "zoe", 5),
                adjudication("benign", "dr-who", 5),
                withdrawal("none", "zoe", 8)));
        ImageRecord expected = arrived();
        for (LabelSubmitted vote : votes) {
            expected = expected.with(vote);
        }
        for (int seed = 0; seed < 500; seed++) {
            var shuffled = new ArrayList<>(votes);
            shuffled.addAll(votes);
            Collections.shuffle(shuffled, new Random(seed));
            ImageRecord image = arrived();
            for (LabelSubmitted vote : shuffled) {
                image = image.with(vote);
            }

            assertThat(image).as("seed %d", seed).isEqualTo(expected);
            assertThat(check(image)).as("seed %d", seed).isEqualTo(check(expected));
        }
    }

    @Test
    void studiesLeaveRoomForPersonsHoweverManyThereAre() {
        ImageRecord image = arrived();
        for (int i = 0; i <= ImageRecord.MAX_REMEMBERED; i++) {
            image = image.with(label("benign", "source:s" + i, 0));
        }

        assertThat(image.hasRoomFor("source:another")).isFalse();
        assertThat(image.hasRoomFor("source:s1")).isTrue();
        assertThat(image.hasRoomFor("dr-who")).isTrue();
        assertThat(check(image.with(adjudication("none", "dr-who", 5))).label()).isEqualTo("none");
    }

    @Test
    void aRecordThatWasStoredBeforeLabelsCouldBeSettledIsRead() throws MalformedEventException {
        String stored = "{\"dataset\":\"chest\",\"imageId\":\"" + IMAGE + "\",\"occurrences\":[],\"votes\":"
                + "{\"ann\":{\"label\":\"benign\",\"submittedAt\":\"2026-01-02T03:04:05Z\"}}}";

        ImageRecord image = EventCodec.read(stored.getBytes(StandardCharsets.UTF_8), ImageRecord.class);

        assertThat(image).isEqualTo(empty.with(label("benign", "ann", 0)));
        assertThat(new String(EventCodec.write(image), StandardCharsets.UTF_8)).isEqualTo(stored);
    }

    @Test
    void theTimeOfCheckingIsNoDifference() {
        ImageRecord image = empty.with(arrival("s1", null, null)).with(label("benign", "ann", 0));
        LabelChecked later =
                rules.check(image, new Vocabulary(LABELS), NOW.plusSeconds(9)).orElseThrow();

        assertThat(LabelRules.sameStanding(check(image), later)).isTrue();
        assertThat(LabelRules.sameStanding(check(image), check(image.with(arrival("s2", null, null)))))
                .isFalse();
    }

    private ImageRecord arrived() {
        return empty.with(arrival("s1", null, null));
    }

    private Settlement settlement(ImageRecord image) {
        return Objects.requireNonNull(check(image).settlement());
    }

    private static LabelRules rules(int readers) {
        return new LabelRules(new Splitting(value -> TRAIN_GROUP), () -> readers);
    }

    private static LabelSubmitted adjudication(String label, String annotator, int second) {
        return new LabelSubmitted(
                "chest", IMAGE, label, annotator, NOW.plusSeconds(second), Role.ADJUDICATOR, null, null);
    }

    private static LabelSubmitted answer(String label, String annotator, int second) {
        return new LabelSubmitted(
                "chest", IMAGE, label, annotator, NOW.plusSeconds(second), Role.READER, "labels-1", null);
    }

    private static LabelSubmitted withdrawal(String label, String annotator, int second) {
        return new LabelSubmitted("chest", IMAGE, label, annotator, NOW.plusSeconds(second), null, null, true);
    }

    private LabelChecked check(ImageRecord image) {
        return rules.check(image, new Vocabulary(LABELS), NOW).orElseThrow();
    }

    private static ImageIngested arrival(String study, @Nullable Split split, @Nullable String group) {
        return new ImageIngested(
                "chest", IMAGE, study, "chest/x.png", study + "/x", 16, 16, 1, "DX", group, split, 1, null, NOW, NOW);
    }

    private static LabelSubmitted label(String label, String annotator, int second) {
        return new LabelSubmitted("chest", IMAGE, label, annotator, NOW.plusSeconds(second));
    }
}
