package org.equipoise.ingest.freezing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FreezePlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GROUP = "5d41402abc4b2a765d41402abc4b2a76";
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));

    private final FreezePlanner planner = new FreezePlanner(
            Limits.defaults(FreezingSettings.class),
            Limits.defaults(QualityLimits.class),
            new SampleCounter(Runnable::run));

    @ParameterizedTest
    @ValueSource(strings = {"513", "7", "1024"})
    void aSideOutOfItsRangeIsRefusedWithTheSettingAndNotChanged(String side) {
        FreezingSettings settings = Limits.with(FreezingSettings.class, "equipoise.ingest.freezing.max-side", side);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FreezePlanner(
                        settings, Limits.defaults(QualityLimits.class), new SampleCounter(Runnable::run)))
                .withMessage("equipoise.ingest.freezing.max-side must be 8 to 512, got " + side);
    }

    @Test
    void aVersionHoldsTheAcceptedImagesBySplitAndId() {
        FreezePlan plan = planned(List.of(
                accepted(4, 1, Split.TEST),
                accepted(3, 0, Split.TRAIN),
                accepted(1, 1, Split.TRAIN),
                accepted(2, 0, Split.VALIDATION),
                quarantined(5)));

        assertThat(plan.entries()).extracting(ManifestEntry::imageId).containsExactly(id(1), id(3), id(2), id(4));
        assertThat(plan.classCounts())
                .containsEntry(Split.TRAIN, new ClassDistribution(List.of(1L, 1L)))
                .containsEntry(Split.VALIDATION, new ClassDistribution(List.of(1L, 0L)))
                .containsEntry(Split.TEST, new ClassDistribution(List.of(0L, 1L)));
        assertThat(plan.packs()).extracting(Pack::images).containsExactly(2, 1, 1);
        assertThat(plan.version()).isEqualTo(plan.contentHash().substring(0, 12));
        assertThat(plan.modality()).isEqualTo("DX");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfArrivalDoesNotChangeTheVersion(long seed) {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(accepted(i, i % 2, Split.values()[i % 3]));
        }
        FreezePlan before = planned(images);

        Collections.shuffle(images, new Random(seed));

        assertThat(planned(images)).isEqualTo(before);
    }

    @Test
    void anotherLabelSplitShapeOrNameIsAnotherVersion() {
        String version = planned(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)))
                .version();

        assertThat(planned(List.of(accepted(1, 1, Split.TRAIN), accepted(2, 0, Split.TRAIN)))
                        .version())
                .isNotEqualTo(version);
        assertThat(planned(List.of(
                                accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN), accepted(3, 1, Split.TEST)))
                        .version())
                .isNotEqualTo(version);
        assertThat(planned(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)), OptionalInt.of(32))
                        .version())
                .isNotEqualTo(version);
    }

    @Test
    void theManifestNamesTheGroupOfAPatientThatIsKnown() {
        FreezePlan plan = planned(List.of(of(accepted(1, 0, Split.TRAIN), GROUP), accepted(2, 1, Split.TRAIN)));

        assertThat(plan.entries()).extracting(ManifestEntry::patientGroup).containsExactly(GROUP, null);
    }

    /** The line of an image without a group is the one it had before there were groups. */
    @Test
    void aSetWithoutPatientsKeepsTheVersionItHadBeforeThereWereGroups() throws NoSuchAlgorithmException {
        String lines = "class 4 none\nclass 6 benign\nshape 16 16 1\n" + id(1) + " 0 train\n" + id(2) + " 1 train\n";

        FreezePlan plan = planned(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)));

        assertThat(plan.contentHash()).isEqualTo(sha256(lines));
    }

    @Test
    void anotherPatientIsAnotherVersion() throws NoSuchAlgorithmException {
        String lines = "class 4 none\nclass 6 benign\nshape 16 16 1\n" + id(1) + " 0 train " + GROUP + "\n" + id(2)
                + " 1 train\n";

        FreezePlan plan = planned(List.of(of(accepted(1, 0, Split.TRAIN), GROUP), accepted(2, 1, Split.TRAIN)));

        assertThat(plan.contentHash()).isEqualTo(sha256(lines));
        assertThat(planned(List.of(of(accepted(1, 0, Split.TRAIN), "a".repeat(32)), accepted(2, 1, Split.TRAIN)))
                        .version())
                .isNotEqualTo(plan.version());
    }

    @Test
    void theShapeIsTheMostFrequentSizeWithinTheLimit() {
        FreezePlan plan = planned(List.of(
                accepted(1, 0, Split.TRAIN, traits(200, 100, 1)),
                accepted(2, 1, Split.TRAIN, traits(200, 100, 1)),
                accepted(3, 1, Split.TRAIN, traits(28, 28, 3))));

        assertThat(plan.shape()).isEqualTo(new InputShape(200, 100, 3));
        assertThat(plan.findings()).anySatisfy(finding -> assertThat(finding).contains("2 sizes"));
        assertThat(plan.findings()).anySatisfy(finding -> assertThat(finding).contains("2 images are grey"));
    }

    @Test
    void aClassThatDiffersInColourOrSizeAloneIsAShortcut() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            images.add(accepted(i, 0, Split.TRAIN, traits(32, 32, 1)));
            images.add(accepted(100 + i, 1, Split.TRAIN, traits(16, 16, 3)));
        }

        assertThat(planned(images).findings())
                .anySatisfy(finding -> assertThat(finding)
                        .contains("shortcut", "colour", "8 of 8 images of \"none\"", "0 of 8 images of \"benign\""))
                .anySatisfy(finding -> assertThat(finding).contains("shortcut", "32 x 32"));
    }

    @Test
    void colourAndSizeThatAreSpreadOverTheClassesAreNoShortcut() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(accepted(i, i % 2, Split.TRAIN, i % 4 < 2 ? traits(32, 32, 1) : traits(16, 16, 3)));
        }

        assertThat(planned(images).findings()).noneMatch(finding -> finding.contains("shortcut"));
    }

    @Test
    void aRequestedSideIsTaken() {
        assertThat(planned(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)), OptionalInt.of(48))
                        .shape())
                .isEqualTo(new InputShape(48, 48, 1));
        assertThat(refusal(Optional.of(LABELS), List.of(), OptionalInt.of(4)).refusal())
                .isEqualTo(Refusal.BAD_REQUEST);
    }

    @Test
    void packsAreBounded() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            images.add(accepted(i, i % 2, Split.TRAIN));
        }

        assertThat(planned(images).packs()).extracting(Pack::images).containsExactly(4096, 904);
        assertThat(planned(images, OptionalInt.of(128)).packs())
                .extracting(Pack::images)
                .containsExactly(1024, 1024, 1024, 1024, 904);
    }

    @Test
    void whatCannotBeTrainedOnIsRefusedByName() {
        assertThat(refusal(Optional.empty(), List.of(), OptionalInt.empty()).refusal())
                .isEqualTo(Refusal.UNKNOWN_DATASET);
        assertThat(refusal(Optional.of(LABELS), List.of(accepted(1, 0, Split.TEST)), OptionalInt.empty())
                        .message())
                .contains("no accepted training images");
        assertThat(refusal(Optional.of(LABELS), List.of(accepted(1, 0, Split.TRAIN)), OptionalInt.empty())
                        .message())
                .contains("one class, none");
        assertThat(refusal(
                                Optional.of(new LabelSet(List.of("none", "benign", "malignant"))),
                                List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)),
                                OptionalInt.empty())
                        .message())
                .contains("no accepted training images of malignant")
                .contains("3 classes");
    }

    @Test
    void labelsOfAnOlderVocabularyAreWaitedFor() {
        FreezeOutcome.Refused refused = refusal(
                Optional.of(new LabelSet(List.of("benign", "none"))),
                List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)),
                OptionalInt.empty());

        assertThat(refused.refusal()).isEqualTo(Refusal.IN_FLUX);
    }

    @Test
    void whatIsOddIsSaid() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(accepted(i, 0, Split.TRAIN));
        }
        images.add(accepted(20, 1, Split.TRAIN));
        images.add(accepted(21, 0, Split.TEST));
        images.add(quarantined(22));
        images.set(3, settled(images.get(3)));

        assertThat(planned(images).findings())
                .containsExactly(
                        "Training images are imbalanced: none has 20, benign has 1, a ratio of 20.0.",
                        "There are no val images.",
                        "No test images of benign.",
                        "To know a recall to ±0.1 takes 93 test images of a class: none has 1 (±0.45).",
                        "1 image is quarantined and left out: 1 conflicting-labels.",
                        "1 label was settled by readers or adjudicators, 1 of them against another label.");
    }

    @Test
    void classesWithTooFewTestImagesAreNamedTheRarestFirst() {
        List<StandingImage> images = new ArrayList<>(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)));
        for (int i = 0; i < 93 + 12; i++) {
            images.add(accepted(10 + i, i < 93 ? 0 : 1, Split.TEST));
        }

        assertThat(planned(images).findings())
                .contains("To know a recall to ±0.1 takes 93 test images of a class: benign has 12 (±0.25).");
    }

    /** 15 of 20 alike; by chance 0.5: (0.75 - 0.5) / 0.5. What a source says is no reader's label. */
    @Test
    void howFarReadersAgreeIsSaid() {
        List<StandingImage> images = new ArrayList<>(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)));
        for (int i = 0; i < 20; i++) {
            String one = i < 10 ? "none" : "benign";
            String other = i % 4 == 0 ? (i < 10 ? "benign" : "none") : one;
            images.add(
                    read(accepted(10 + i, i < 10 ? 0 : 1, Split.TRAIN), Map.of("a", one, "b", other, "source:s", one)));
        }

        assertThat(planned(images).findings())
                .anySatisfy(finding -> assertThat(finding)
                        .matches("2 readers labelled the same 20 images: Cohen's kappa 0\\.50, where .*"));
        assertThat(planned(images.subList(0, 21)).findings()).noneMatch(finding -> finding.contains("kappa"));
    }

    /** Fleiss' kappa of two is Scott's pi; of the blinded ones 20 of 20 are alike, in two classes. */
    @Test
    void readersWhoDidNotSeeEachOtherAreToldApart() {
        List<StandingImage> images = new ArrayList<>(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)));
        for (int i = 0; i < 20; i++) {
            String one = i < 10 ? "none" : "benign";
            images.add(read(accepted(10 + i, 0, Split.TRAIN), Map.of("a", one, "b", i % 2 == 0 ? one : "none")));
            StandingImage asked =
                    read(accepted(40 + i, i < 10 ? 0 : 1, Split.TRAIN), Map.of("a", one, "b", one, "c", "x"));
            images.add(asked(asked, List.of("a", "b")));
        }

        assertThat(planned(images).findings())
                .anySatisfy(finding ->
                        assertThat(finding).startsWith("2 readers labelled the same 20 images: Cohen's kappa 0.50, "))
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("2 readers who did not see each other's labels read the same 20 images: Cohen's"
                                + " kappa 1.00, "));
    }

    private static StandingImage asked(StandingImage image, List<String> by) {
        LabelChecked c = image.checked();
        return new StandingImage(
                new LabelChecked(
                        c.dataset(),
                        c.imageId(),
                        c.standing(),
                        c.reasons(),
                        c.label(),
                        c.classIndex(),
                        c.split(),
                        c.patientGroup(),
                        c.votes(),
                        1,
                        NOW,
                        null,
                        new LabelChecked.Readings(2, NOW, by)),
                image.traits());
    }

    /** In conflict where the votes differ. */
    private static StandingImage read(StandingImage image, Map<String, String> votes) {
        LabelChecked checked = image.checked();
        boolean agreed = Set.copyOf(votes.values()).size() == 1;
        return new StandingImage(
                new LabelChecked(
                        checked.dataset(),
                        checked.imageId(),
                        agreed ? Standing.ACCEPTED : Standing.QUARANTINED,
                        agreed ? List.of() : List.of(QuarantineReason.CONFLICTING_LABELS),
                        agreed ? votes.values().iterator().next() : null,
                        agreed
                                ? LABELS.classes()
                                        .indexOf(votes.values().iterator().next())
                                : null,
                        checked.split(),
                        checked.patientGroup(),
                        votes,
                        1,
                        NOW),
                image.traits());
    }

    @Test
    void imagesThatSynonymsWouldLetInAreBeingCheckedAgain() {
        List<StandingImage> images = new ArrayList<>(List.of(accepted(1, 0, Split.TRAIN), accepted(2, 1, Split.TRAIN)));
        images.add(unknown(3, "NORMAL"));
        var vocabulary = new Vocabulary(LABELS, Map.of("NORMAL", LABELS.name(0)));

        assertThat(planned(images).entries()).hasSize(2);
        FreezeOutcome outcome = planner.plan(
                "chest",
                Optional.of(vocabulary),
                images,
                new FreezeWish(OptionalInt.empty(), new WindowWish.Unsaid()),
                FreezePlannerTest::pixels);
        assertThat(((FreezeOutcome.Refused) outcome).refusal()).isEqualTo(FreezeOutcome.Refusal.IN_FLUX);
    }

    private static StandingImage unknown(int number, String label) {
        return new StandingImage(
                new LabelChecked(
                        "chest",
                        id(number),
                        Standing.QUARANTINED,
                        List.of(QuarantineReason.UNKNOWN_LABEL),
                        null,
                        null,
                        Split.TRAIN,
                        null,
                        Map.of("ann", label),
                        1,
                        NOW),
                Optional.of(traits(16, 16, 1)));
    }

    @Test
    void aSettledImageBelongsToTheVersionWithTheSettledLabel() {
        FreezePlan plan = planned(List.of(settled(accepted(1, 1, Split.TRAIN)), accepted(2, 0, Split.TRAIN)));

        assertThat(plan.entries())
                .filteredOn(entry -> entry.imageId().equals(id(1)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.label()).isEqualTo(LABELS.name(1)));
    }

    @Test
    void packsHoldTheFittedPixelsInManifestOrder() {
        var store = new InMemoryObjectStore();
        FreezePlan plan = planned(List.of(accepted(1, 1, Split.TRAIN), accepted(2, 0, Split.TRAIN)));

        new Packer(store, Runnable::run).pack(plan, FreezePlannerTest::pixels, FreezePlannerTest::line);

        Map<String, NpyArray> arrays =
                Npz.read(store.require(Bucket.DATASETS, plan.packs().get(0).objectKey()));
        assertThat(arrays.get("images")).satisfies(images -> {
            assertThat(images.shape()).containsExactly(2, 16, 16, 1);
            assertThat(Arrays.copyOfRange(images.bytes(), 256, 512))
                    .isEqualTo(pixels(id(2)).samples());
        });
        assertThat(arrays.get("labels"))
                .satisfies(labels -> assertThat(labels.toInts()).containsExactly(1, 0));
        assertThat(store.require(Bucket.DATASETS, "chest/" + plan.version() + "/manifest.jsonl"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(id(1) + "\n" + id(2) + "\n");
    }

    @Test
    void aVersionThatIsThereIsNotPackedAgain() {
        var store = new InMemoryObjectStore();
        FreezePlan plan = planned(List.of(accepted(1, 1, Split.TRAIN), accepted(2, 0, Split.TRAIN)));
        store.put(Bucket.DATASETS, "chest/" + plan.version() + "/manifest.jsonl", new byte[] {1}, "text/plain");

        new Packer(store, Runnable::run).pack(plan, FreezePlannerTest::pixels, FreezePlannerTest::line);

        assertThat(store.list(Bucket.DATASETS, "")).hasSize(1);
    }

    private FreezePlan planned(List<StandingImage> images) {
        return planned(images, OptionalInt.empty());
    }

    private FreezePlan planned(List<StandingImage> images, OptionalInt side) {
        FreezeOutcome outcome = planner.plan(
                "chest",
                Optional.of(new Vocabulary(LABELS)),
                images,
                new FreezeWish(side, new WindowWish.Unsaid()),
                FreezePlannerTest::pixels);
        assertThat(outcome).isInstanceOf(FreezeOutcome.Planned.class);
        return ((FreezeOutcome.Planned) outcome).plan();
    }

    private FreezeOutcome.Refused refusal(Optional<LabelSet> labelSet, List<StandingImage> images, OptionalInt side) {
        FreezeOutcome outcome = planner.plan(
                "chest",
                labelSet.map(Vocabulary::new),
                images,
                new FreezeWish(side, new WindowWish.Unsaid()),
                FreezePlannerTest::pixels);
        assertThat(outcome).isInstanceOf(FreezeOutcome.Refused.class);
        return (FreezeOutcome.Refused) outcome;
    }

    private static StandingImage accepted(int number, int classIndex, Split split) {
        return accepted(number, classIndex, split, traits(16, 16, 1));
    }

    private static StandingImage accepted(int number, int classIndex, Split split, ImageTraits traits) {
        return standing(number, Standing.ACCEPTED, LABELS.name(classIndex), classIndex, split, traits);
    }

    /** As a reader settled it against the study, or an adjudicator. */
    private static StandingImage settled(StandingImage image) {
        LabelChecked c = image.checked();
        String label = String.valueOf(c.label());
        return new StandingImage(
                new LabelChecked(
                        c.dataset(),
                        c.imageId(),
                        c.standing(),
                        c.reasons(),
                        label,
                        c.classIndex(),
                        c.split(),
                        c.patientGroup(),
                        Map.of("dr-who", label, "source:s1", "another"),
                        c.occurrences(),
                        c.checkedAt(),
                        new LabelChecked.Settlement(
                                List.of("dr-who"), LabelSubmitted.Role.ADJUDICATOR, null, List.of("source:s1"), NOW)),
                image.traits());
    }

    private static StandingImage of(StandingImage image, String patientGroup) {
        LabelChecked c = image.checked();
        return new StandingImage(
                new LabelChecked(
                        c.dataset(),
                        c.imageId(),
                        c.standing(),
                        c.reasons(),
                        c.label(),
                        c.classIndex(),
                        c.split(),
                        patientGroup,
                        c.votes(),
                        c.occurrences(),
                        c.checkedAt()),
                image.traits());
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static StandingImage quarantined(int number) {
        return standing(number, Standing.QUARANTINED, null, null, Split.TRAIN, traits(16, 16, 1));
    }

    private static StandingImage standing(
            int number,
            Standing standing,
            @Nullable String label,
            @Nullable Integer classIndex,
            Split split,
            ImageTraits traits) {
        List<QuarantineReason> reasons =
                standing == Standing.ACCEPTED ? List.of() : List.of(QuarantineReason.CONFLICTING_LABELS);
        return new StandingImage(
                new LabelChecked(
                        "chest",
                        id(number),
                        standing,
                        reasons,
                        label,
                        classIndex,
                        split,
                        null,
                        Map.of("ann", String.valueOf(label)),
                        1,
                        NOW),
                Optional.of(traits));
    }

    private static ImageTraits traits(int width, int height, int channels) {
        return new ImageTraits(width, height, channels, "DX", List.of(Split.TRAIN));
    }

    private static String id(int number) {
        return HexFormat.of().toHexDigits(number).repeat(8);
    }

    private static Pixels pixels(String imageId) {
        return TestImages.grey(imageId.hashCode());
    }

    private static byte[] line(ManifestEntry entry) {
        return entry.imageId().getBytes(StandardCharsets.UTF_8);
    }
}
