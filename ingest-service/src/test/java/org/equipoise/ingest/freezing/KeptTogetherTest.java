package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.Measuring;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What of one patient, or nearly the same, is in one split of a version. */
class KeptTogetherTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String PATIENT = "a".repeat(32);
    private static final String OTHER = "b".repeat(32);
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));

    private final List<StandingImage> images = new ArrayList<>();

    @BeforeEach
    void twoToTrainOn() {
        add(1, 0, Split.TRAIN, null, true, TestImages.noise(16, 16, 1, 1));
        add(2, 1, Split.TRAIN, null, true, TestImages.noise(16, 16, 1, 2));
    }

    @Test
    void aDrawnImageMovesToTheStricterSplitOfItsPatient() {
        add(3, 0, Split.TRAIN, PATIENT, true, null);
        add(4, 0, Split.VALIDATION, PATIENT, true, null);
        add(5, 1, Split.TEST, PATIENT, true, null);

        FreezePlan plan = planned();

        assertThat(plan.entries())
                .filteredOn(entry -> PATIENT.equals(entry.patientGroup()))
                .extracting(ManifestEntry::imageId, ManifestEntry::split)
                .containsExactly(tuple(id(3), Split.TEST), tuple(id(4), Split.TEST), tuple(id(5), Split.TEST));
        assertThat(plan.classCounts()).containsEntry(Split.TEST, new ClassDistribution(List.of(2L, 1L)));
        assertThat(codes(plan)).containsExactly("moved-together");
        assertThat(plan.imageFindings().get(0)).satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(2);
            assertThat(finding.number()).isEqualTo(0.4);
            assertThat(finding.examples()).containsExactly(List.of(id(3), id(5)), List.of(id(4), id(5)));
        });
        assertThat(plan.findings())
                .contains("2 images are in a stricter split than was drawn, because of the same patient as an image"
                        + " there or nearly the same: 2 of none.");
    }

    @Test
    void anImageWhoseSourceGaveItsSplitStaysOut() {
        add(3, 0, Split.TRAIN, PATIENT, false, null);
        add(4, 1, Split.TEST, PATIENT, false, null);
        add(5, 0, Split.TRAIN, OTHER, false, null);

        FreezePlan plan = planned();

        assertThat(plan.entries()).extracting(ManifestEntry::imageId).containsExactly(id(1), id(2), id(5), id(4));
        assertThat(plan.packs()).extracting(pack -> pack.images()).containsExactly(3, 1);
        assertThat(codes(plan)).containsExactly("left-out-together");
        assertThat(plan.findings())
                .contains("1 image stays out of this version, because of the same patient as an image that its source"
                        + " put into another split or nearly the same: 1 of none.");
    }

    @Test
    void nothingThatWasDrawnMovesIntoASplitThatASourceGave() {
        add(3, 0, Split.TRAIN, PATIENT, true, null);
        add(4, 0, Split.VALIDATION, PATIENT, true, null);
        add(5, 1, Split.TEST, PATIENT, false, null);

        FreezePlan plan = planned();

        assertThat(plan.entries()).extracting(ManifestEntry::imageId).containsExactly(id(1), id(2), id(5));
        assertThat(codes(plan)).containsExactly("left-out-together");
        assertThat(plan.imageFindings().get(0).examples())
                .containsExactly(List.of(id(3), id(5)), List.of(id(4), id(5)));
    }

    @Test
    void whatASourcePublishedStaysWhereAnImageOfThePatientWasDrawnForAStricterSplit() {
        add(3, 0, Split.TRAIN, PATIENT, false, null);
        add(4, 1, Split.TEST, PATIENT, true, null);

        FreezePlan plan = planned();

        assertThat(plan.entries()).extracting(ManifestEntry::imageId).containsExactly(id(1), id(2), id(3));
        assertThat(codes(plan)).containsExactly("left-out-together");
    }

    /** It may be in a later version, and may have been in an earlier one. */
    @Test
    void aQuarantinedImageKeepsThePatientOutOfOtherSplitsAndIsInNoneItself() {
        add(3, 0, Split.TRAIN, PATIENT, false, null);
        quarantine(4, Split.TEST, PATIENT);

        FreezePlan plan = planned();

        assertThat(plan.entries()).extracting(ManifestEntry::imageId).containsExactly(id(1), id(2));
        assertThat(plan.imageFindings())
                .filteredOn(finding -> finding.code().equals("left-out-together"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.count()).isEqualTo(1));
    }

    /** 3 shows what 4 does, 4 is of 5's patient: no two splits may know of any two of them. */
    @Test
    void whatIsNearlyTheSameAsAnImageOfThePatientBelongsTogetherToo() {
        Pixels shown = TestImages.noise(16, 16, 1, 3);
        add(3, 0, Split.TRAIN, null, true, shown);
        add(4, 0, Split.VALIDATION, PATIENT, true, brighter(shown));
        add(5, 0, Split.TEST, PATIENT, true, TestImages.noise(16, 16, 1, 5));

        assertThat(planned().entries())
                .filteredOn(entry -> entry.split() == Split.TEST)
                .extracting(ManifestEntry::imageId)
                .containsExactly(id(3), id(4), id(5));
    }

    @Test
    void whatIsInOneSplitAlreadyChangesNothing() {
        add(3, 0, Split.TRAIN, PATIENT, true, null);
        add(4, 0, Split.TRAIN, PATIENT, false, null);
        add(5, 1, Split.TEST, OTHER, true, null);

        FreezePlan plan = planned();

        assertThat(plan).isEqualTo(((FreezeOutcome.Planned) outcome(apart())).plan());
        assertThat(codes(plan)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noPatientAndNoNearDuplicateIsInTwoSplitsInWhateverOrderTheyCome(long seed) {
        var random = new Random(seed);
        for (int i = 10; i < 200; i++) {
            Pixels shown = TestImages.noise(16, 16, 1, random.nextInt(120));
            add(
                    i,
                    i % 2,
                    Split.values()[random.nextInt(3)],
                    random.nextInt(3) > 0
                            ? null
                            : HexFormat.of().toHexDigits(random.nextInt(80)).repeat(4),
                    random.nextBoolean(),
                    random.nextBoolean() ? shown : brighter(shown));
        }
        FreezePlan plan = planned();

        assertThat(codes(plan))
                .contains("moved-together", "left-out-together", "near-duplicates")
                .doesNotContain("patient-splits", "near-duplicates-splits");

        Collections.shuffle(images, random);

        assertThat(planned()).isEqualTo(plan);
    }

    @Test
    void itIsOnlySaidWhereTheSettingSaysSo() {
        add(3, 0, Split.TRAIN, PATIENT, false, null);
        add(4, 1, Split.TEST, PATIENT, false, null);

        FreezePlan plan = ((FreezeOutcome.Planned) outcome(apart())).plan();

        assertThat(plan.entries()).hasSize(4);
        assertThat(codes(plan)).containsExactly("patient-splits");
    }

    @Test
    void aClassThatLosesItsLastTrainingImageIsRefusedWithTheReason() {
        images.remove(1);
        add(3, 1, Split.TRAIN, PATIENT, false, null);
        add(4, 1, Split.TEST, PATIENT, false, null);

        FreezeOutcome outcome = outcome(Limits.defaults(FreezingSettings.class));

        assertThat(outcome).isInstanceOfSatisfying(FreezeOutcome.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(FreezeOutcome.Refusal.UNFIT);
            assertThat(refused.message())
                    .contains("images of benign are not trained on because their patient")
                    .contains("equipoise.ingest.freezing.keep-together");
        });
    }

    private void add(
            int number, int classIndex, Split split, @Nullable String patient, boolean drawn, @Nullable Pixels pixels) {
        ImageMeasures measures = pixels == null ? null : Measuring.of(pixels);
        images.add(new StandingImage(
                new LabelChecked(
                        "chest",
                        id(number),
                        Standing.ACCEPTED,
                        List.of(),
                        LABELS.name(classIndex),
                        classIndex,
                        split,
                        patient,
                        Map.of("ann", LABELS.name(classIndex)),
                        1,
                        NOW),
                Optional.of(new ImageTraits(16, 16, 1, 8, "DX", List.of(split), null, measures, null, null, drawn))));
    }

    private void quarantine(int number, Split split, String patient) {
        images.add(new StandingImage(
                new LabelChecked(
                        "chest",
                        id(number),
                        Standing.QUARANTINED,
                        List.of(LabelChecked.QuarantineReason.CONFLICTING_LABELS),
                        null,
                        null,
                        split,
                        patient,
                        Map.of("ann", "none", "bob", "benign"),
                        1,
                        NOW),
                Optional.of(new ImageTraits(16, 16, 1, 8, "DX", List.of(split), null, null, null, null, false))));
    }

    private FreezePlan planned() {
        FreezeOutcome outcome = outcome(Limits.defaults(FreezingSettings.class));
        assertThat(outcome).isInstanceOf(FreezeOutcome.Planned.class);
        return ((FreezeOutcome.Planned) outcome).plan();
    }

    private FreezeOutcome outcome(FreezingSettings settings) {
        var planner =
                new FreezePlanner(settings, Limits.defaults(QualityLimits.class), new SampleCounter(Runnable::run));
        return planner.plan(
                "chest",
                Optional.of(new Vocabulary(LABELS, Map.of())),
                images,
                new FreezeWish(OptionalInt.empty(), new WindowWish.Unsaid()),
                id -> TestImages.grey(1));
    }

    /** As the defaults, but what belongs together is only said to be apart. */
    private static FreezingSettings apart() {
        return Limits.with(FreezingSettings.class, "equipoise.ingest.freezing.keep-together", "false");
    }

    private static List<String> codes(FreezePlan plan) {
        return plan.imageFindings().stream().map(ImageFinding::code).toList();
    }

    private static Pixels brighter(Pixels pixels) {
        byte[] samples = pixels.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.min(255, (samples[i] & 0xff) + 2);
        }
        return new Pixels(pixels.width(), pixels.height(), pixels.channels(), samples);
    }

    private static String id(int number) {
        return HexFormat.of().toHexDigits(number).repeat(8);
    }
}
