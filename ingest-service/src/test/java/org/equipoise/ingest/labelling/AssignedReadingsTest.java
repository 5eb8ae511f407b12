package org.equipoise.ingest.labelling;

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
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Images that several readers are asked to read; and labels that are other names for a class. */
class AssignedReadingsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String IMAGE = "ab".repeat(32);
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final Vocabulary VOCABULARY = new Vocabulary(LABELS, Map.of("NORMAL", "none", "no finding", "none"));

    private final LabelRules rules = new LabelRules(new Splitting(value -> "0".repeat(32)), () -> 1);
    private final ImageRecord stored = ImageRecord.empty("chest", IMAGE)
            .with(new ImageIngested(
                    "chest", IMAGE, "s1", "chest/x.png", "s1/x", 16, 16, 1, "DX", null, null, 1, null, NOW, NOW));
    private final ImageRecord asked =
            stored.with(label("none", "source:s1", 0, null)).with(asked(2, 10, null));

    @Test
    void untilAllHaveReadTheLabelThatTheImageHadStands() {
        ImageRecord one = asked.with(label("malignant", "a", 11, Role.READER));

        LabelChecked checked = check(one);

        assertThat(checked.label()).isEqualTo("none");
        assertThat(checked.settlement()).isNull();
        assertThat(checked.readings()).isEqualTo(new LabelChecked.Readings(2, NOW.plusSeconds(10), List.of("a")));
        assertThat(checked.awaitsReaders()).isTrue();
        assertThat(checked.votes()).containsEntry("a", "malignant");
    }

    @Test
    void readersWhoAgreeSettleTheImageAgainstItsStudyAndWhoeverLabelledItBefore() {
        ImageRecord image = asked.with(label("none", "before", 9, Role.READER))
                .with(label("malignant", "a", 11, Role.READER))
                .with(label("malignant", "b", 12, Role.READER));

        Settlement settlement = Objects.requireNonNull(check(image).settlement());

        assertThat(check(image).label()).isEqualTo("malignant");
        assertThat(settlement.by()).containsExactly("a", "b");
        assertThat(settlement.role()).isEqualTo(Role.READER);
        assertThat(settlement.overruled()).containsExactly("before", "source:s1");
        assertThat(check(image).awaitsReaders()).isFalse();
    }

    @Test
    void readersWhoDisagreeMakeAConflictThatAnAdjudicatorSettles() {
        ImageRecord image =
                asked.with(label("malignant", "a", 11, Role.READER)).with(label("benign", "b", 12, Role.READER));

        assertThat(check(image).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
        assertThat(check(image).readersDisagree()).isTrue();
        LabelChecked settled = check(image.with(label("benign", "dr-who", 13, Role.ADJUDICATOR)));
        assertThat(settled.label()).isEqualTo("benign");
        assertThat(settled.readersDisagree()).isFalse();
        assertThat(Objects.requireNonNull(settled.settlement()).overruled()).containsExactly("a", "source:s1");
    }

    @Test
    void anAdjudicatorIsNotAskedAndNeedNotWait() {
        LabelChecked checked = check(asked.with(label("benign", "dr-who", 11, Role.ADJUDICATOR)));

        assertThat(checked.label()).isEqualTo("benign");
        assertThat(Objects.requireNonNull(checked.readings()).by()).isEmpty();
        assertThat(checked.awaitsReaders()).isFalse();
    }

    @Test
    void aReadingInProgressIsNotOverruled() {
        LabelChecked checked = check(asked.with(label("malignant", "a", 11, Role.READER))
                .with(label("benign", "dr-who", 12, Role.ADJUDICATOR)));

        assertThat(Objects.requireNonNull(checked.settlement()).overruled()).containsExactly("source:s1");
    }

    /** As two wishes do, of which the second came before the first one's standing. */
    @Test
    void whoAsksAgainForAsManyReadersKeepsWhatWasReadSinceTheFirstTime() {
        ImageRecord read = asked.with(label("malignant", "a", 11, Role.READER));

        assertThat(Objects.requireNonNull(check(read.with(asked(2, 20, null))).readings()))
                .isEqualTo(new LabelChecked.Readings(2, NOW.plusSeconds(10), List.of("a")));
        assertThat(Objects.requireNonNull(check(read.with(asked(3, 20, null))).readings())
                        .by())
                .as("another number is another question")
                .isEmpty();
    }

    @Test
    void whoAsksAnewAfterAWithdrawalAsksForNewReadings() {
        ImageRecord read = asked.with(label("malignant", "a", 11, Role.READER));

        LabelChecked anew = check(read.with(asked(2, 15, true)).with(asked(2, 20, null)));

        assertThat(anew.readings()).isEqualTo(new LabelChecked.Readings(2, NOW.plusSeconds(20), List.of()));
    }

    @Test
    void aLabelFromBeforeAndOneWithoutARoleAreNoAnswers() {
        ImageRecord image = asked.with(label("none", "a", 9, Role.READER)).with(label("none", "voice", 11, null));

        assertThat(Objects.requireNonNull(check(image).readings()).by()).isEmpty();
    }

    @Test
    void aReaderWhoTakesHisLabelBackIsAskedAgain() {
        ImageRecord image = asked.with(label("malignant", "a", 11, Role.READER))
                .with(label("malignant", "b", 12, Role.READER))
                .with(new LabelSubmitted(
                        "chest", IMAGE, "malignant", "b", NOW.plusSeconds(13), Role.READER, null, true));

        assertThat(check(image).awaitsReaders()).isTrue();
        assertThat(check(image).label()).isEqualTo("none");
    }

    @Test
    void anImageThatNobodyLabelledWaitsForItsReaders() {
        ImageRecord image = stored.with(asked(2, 10, null));

        assertThat(check(image).standing()).isEqualTo(Standing.QUARANTINED);
        assertThat(check(image).awaitsReaders()).isTrue();
        assertThat(check(image.with(label("benign", "a", 11, Role.READER)).with(label("benign", "b", 11, Role.READER)))
                        .label())
                .isEqualTo("benign");
    }

    @Test
    void whatIsNotWantedAnyMoreIsAsIfNobodyHadAsked() {
        ImageRecord image = asked.with(label("malignant", "a", 11, Role.READER)).with(asked(2, 20, true));

        assertThat(check(image).readings()).isNull();
        assertThat(check(image).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
        assertThat(image.with(asked(3, 15, null))).isEqualTo(image);
    }

    @Test
    void theOrderOfEventsDoesNotMatter() {
        List<Record> events = new ArrayList<>(List.of(
                asked(2, 10, null),
                asked(3, 5, null),
                asked(2, 5, true),
                label("none", "source:s1", 0, null),
                label("benign", "a", 3, Role.READER),
                label("malignant", "a", 11, Role.READER),
                label("malignant", "b", 12, Role.READER)));
        LabelChecked expected = check(all(events));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(events, new Random(seed));
            assertThat(check(all(events))).isEqualTo(expected);
        }
        assertThat(expected.label()).isEqualTo("malignant");
    }

    @Test
    void labelsThatMeanTheSameClassDoNotContradictEachOther() {
        LabelChecked checked = check(stored.with(label("NORMAL", "source:s1", 0, null))
                .with(label("no finding", "source:s2", 0, null))
                .with(label("none", "ann", 1, null)));

        assertThat(checked.label()).isEqualTo("none");
        assertThat(checked.classIndex()).isZero();
        assertThat(checked.votes()).isEqualTo(Map.of("source:s1", "NORMAL", "source:s2", "no finding", "ann", "none"));
    }

    @Test
    void nobodyIsOverruledWhoSaidTheSameInOtherWords() {
        LabelChecked checked = check(stored.with(label("NORMAL", "source:s1", 0, null))
                .with(label("benign", "source:s2", 0, null))
                .with(label("none", "dr-who", 1, Role.ADJUDICATOR)));

        assertThat(Objects.requireNonNull(checked.settlement()).overruled()).containsExactly("source:s2");
    }

    @Test
    void readersWhoSayOneClassInTwoWaysAgree() {
        LabelChecked checked =
                check(asked.with(label("NORMAL", "a", 11, Role.READER)).with(label("none", "b", 12, Role.READER)));

        assertThat(checked.label()).isEqualTo("none");
        assertThat(checked.settlement()).isNotNull();
    }

    private ImageRecord all(List<Record> events) {
        ImageRecord image = stored;
        for (Record event : events) {
            image = event instanceof LabelSubmitted label ? image.with(label) : image.with((ReadingRequested) event);
        }
        return image;
    }

    private LabelChecked check(ImageRecord image) {
        return rules.check(image, VOCABULARY, NOW).orElseThrow();
    }

    private static ReadingRequested asked(int readers, int second, @Nullable Boolean withdrawn) {
        return new ReadingRequested("chest", IMAGE, readers, NOW.plusSeconds(second), "ops", withdrawn);
    }

    private static LabelSubmitted label(String label, String annotator, int second, @Nullable Role role) {
        return new LabelSubmitted("chest", IMAGE, label, annotator, NOW.plusSeconds(second), role, null, null);
    }
}
