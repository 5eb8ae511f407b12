package org.equipoise.ingest.labelling;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final String IMAGE = "ab".repeat(32);
    private static final String TRAIN_GROUP = "0".repeat(32);
    private static final String TEST_GROUP = "f".repeat(32);

    private final LabelRules rules = new LabelRules(new Splitting(value -> TRAIN_GROUP));
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

        assertThat(rules.check(early, LABELS, NOW)).isEmpty();
        assertThat(check(early.with(arrival("s1", null, null))).label()).isEqualTo("benign");
    }

    @Test
    void anImageWithoutALabelHasNoStanding() {
        assertThat(rules.check(empty.with(arrival("s1", null, null)), LABELS, NOW))
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
    void theTimeOfCheckingIsNoDifference() {
        ImageRecord image = empty.with(arrival("s1", null, null)).with(label("benign", "ann", 0));
        LabelChecked later = rules.check(image, LABELS, NOW.plusSeconds(9)).orElseThrow();

        assertThat(LabelRules.sameStanding(check(image), later)).isTrue();
        assertThat(LabelRules.sameStanding(check(image), check(image.with(arrival("s2", null, null)))))
                .isFalse();
    }

    private LabelChecked check(ImageRecord image) {
        return rules.check(image, LABELS, NOW).orElseThrow();
    }

    private static ImageIngested arrival(String study, @Nullable Split split, @Nullable String group) {
        return new ImageIngested(
                "chest", IMAGE, study, "chest/x.png", study + "/x", 16, 16, 1, "DX", group, split, 1, null, NOW, NOW);
    }

    private static LabelSubmitted label(String label, String annotator, int second) {
        return new LabelSubmitted("chest", IMAGE, label, annotator, NOW.plusSeconds(second));
    }
}
