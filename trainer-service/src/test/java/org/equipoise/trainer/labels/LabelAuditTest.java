package org.equipoise.trainer.labels;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.FrozenNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LabelAuditTest {

    private static final int ENOUGH = 1 << 28;
    private static final int WRONG = 10;
    private static final TrainingRequested QUICK = AuditWorld.request(Map.of("minutes", "0.00001"));

    @Test
    void wrongLabelsAcrossPacksAreSuspectedUnderTheirImageIdsAndClassNames() {
        var world = new AuditWorld(WRONG);

        world.audit(ENOUGH).run(AuditWorld.request(Map.of()));

        List<String> planted =
                IntStream.range(0, WRONG).mapToObj(AuditWorld::imageId).toList();
        assertThat(world.suspects())
                .extracting(LabelSuspected::imageId)
                .filteredOn(planted::contains)
                .hasSizeGreaterThanOrEqualTo(WRONG - 1);
        assertThat(world.suspects()).hasSizeBetween(WRONG - 1, WRONG + 3);
        LabelSuspected first = world.suspects().get(0);
        assertThat(first.rank()).isEqualTo(1);
        assertThat(List.of(first.givenLabel(), first.suggestedLabel())).containsExactlyInAnyOrder("flat", "steep");
        assertThat(first.evidence()).contains("\"flat\"", "\"steep\"").doesNotContain("class ");
        assertThat(first.key()).isEqualTo("audited/" + first.imageId());
    }

    @Test
    void itSaysWhatItBeginsAndWhatItFound() {
        var world = new AuditWorld(WRONG);

        world.audit(ENOUGH).run(QUICK);

        assertThat(world.progress())
                .extracting(TrainingProgressed::phase)
                .containsExactly(Phase.STARTED, Phase.FINISHED);
        assertThat(world.progress().get(0).message())
                .contains("120 training images", "every image counts as a patient of its own");
        assertThat(world.progress().get(1).message())
                .contains(
                        world.suspects().size() + " suspects",
                        "50 centroids, 3 folds",
                        "of 120 labels seem to be wrong",
                        "of \"flat\" are labelled \"steep\"");
    }

    /** Classes that a coin decided: whatever coin, no estimate is made of them and no label is suspected. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void labelsThatDoNotDependOnTheImagesAreSaidToBeThat(long seed) {
        var random = new Random(seed);
        int[] coin = IntStream.range(0, AuditWorld.IMAGES)
                .map(i -> random.nextInt(2))
                .toArray();

        assertThat(failure(new AuditWorld(coin), ENOUGH, AuditWorld.request(Map.of())))
                .startsWith("labels cannot be examined: no model tells these classes apart")
                .contains("of the 120 images", "standard deviations above guessing, and at least 2.33 are asked");
    }

    /** Sees how pixels differ from those beside and below, which tells stripes apart. */
    @Test
    void whatAPretrainedNetworkSeesIsUsedWhereItAnswersTheFoldsBetterAndBothNumbersAreSaid() {
        var world = new AuditWorld(WRONG);

        world.audit(ENOUGH, SeeingNetworks.differences()).run(QUICK);

        assertThat(last(world))
                .containsPattern("; by what eyes sees \\(balanced accuracy 0\\.9\\d\\d, log loss 0\\.\\d+\\),"
                        + " which on the same folds answers better than k-means of patches \\(balanced accuracy");
        List<String> planted =
                IntStream.range(0, WRONG).mapToObj(AuditWorld::imageId).toList();
        assertThat(world.suspects())
                .extracting(LabelSuspected::imageId)
                .filteredOn(planted::contains)
                .hasSizeGreaterThanOrEqualTo(WRONG - 1);
        assertThat(world.objects().list(Bucket.DATASETS, AuditWorld.DATASET + "/v1/features/"))
                .hasSize(2);
    }

    @Test
    void aNetworkThatSeesNothingOfTheClassesChangesNoSuspect() {
        var alone = new AuditWorld(WRONG);
        alone.audit(ENOUGH).run(AuditWorld.request(Map.of()));
        var world = new AuditWorld(WRONG);

        world.audit(ENOUGH, SeeingNetworks.nothing()).run(AuditWorld.request(Map.of()));

        assertThat(world.suspects()).isEqualTo(alone.suspects());
        assertThat(last(world))
                .contains("; by k-means of patches (", "which on the same folds answers better than what eyes");
        assertThat(last(alone)).doesNotContain("k-means");
    }

    @Test
    void aNetworkThatCannotBeUsedIsNamedAndTheAuditGoesOn() {
        var world = new AuditWorld(WRONG);
        world.audit(ENOUGH, SeeingNetworks.damaged()).run(AuditWorld.request(Map.of()));
        assertThat(last(world))
                .endsWith("; the pretrained network eyes cannot be used: other bytes than when it was added");

        var wide = new AuditWorld(WRONG);
        wide.audit(ENOUGH, SeeingNetworks.ofFeatures(1281)).run(QUICK);
        assertThat(last(wide)).endsWith("eyes says more than 1280 numbers of an image");
        assertThat(wide.suspects()).isNotEmpty();

        var named = new AuditWorld(WRONG);
        named.audit(ENOUGH, SeeingNetworks.nothing()).run(AuditWorld.request(Map.of("backbone", "other")));
        assertThat(last(named)).contains("setting backbone is \"other\", it must be one of [eyes]");
    }

    /** Eight batches of 16 images: at a minute a look, three minutes are over before all were looked at. */
    @Test
    void aLongLookGivesSignsOfLifeAndEndsAtItsLimitWithoutATimeLimit() {
        var world = new AuditWorld(WRONG);

        world.audit(ENOUGH, SeeingNetworks.differences(), new SteppedClock(Duration.ofMinutes(1)))
                .run(AuditWorld.request(Map.of()));

        assertThat(world.progress())
                .filteredOn(said -> said.phase() == Phase.EPOCH)
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said.message())
                        .matches("eyes looked at \\d+ of 120 images of the train split;"
                                + " it may look for 3\\.00 minutes"));
        assertThat(last(world))
                .endsWith("; the pretrained network eyes could not look at all images in 3.00 minutes;"
                        + " the next audit goes on from there");
        assertThat(world.suspects()).isNotEmpty();
    }

    @Test
    void anAuditThatHadNoTimeToLearnFromWhatWasSeenSaysSo() {
        var world = new AuditWorld(WRONG);
        world.audit(ENOUGH, SeeingNetworks.differences()).run(QUICK);

        world.audit(ENOUGH, SeeingNetworks.differences(), new SteppedClock(Duration.ofSeconds(2)))
                .run(AuditWorld.request(Map.of("minutes", "1")));

        assertThat(last(world)).endsWith("; there was no time to learn from what eyes sees, and to compare it");
    }

    private static String last(AuditWorld world) {
        return world.progress().get(world.progress().size() - 1).message();
    }

    @Test
    void aRequestThatIsDeliveredAgainSaysTheSame() {
        var world = new AuditWorld(WRONG);
        LabelAudit audit = world.audit(ENOUGH);

        audit.run(QUICK);
        List<LabelSuspected> once = List.copyOf(world.suspects());
        world.suspects().clear();
        audit.run(QUICK);

        assertThat(world.suspects()).isEqualTo(once).isNotEmpty();
    }

    @Test
    void aSettingThatIsUnknownOrOutOfRangeFailsTheRun() {
        assertThat(failure(new AuditWorld(0), ENOUGH, AuditWorld.request(Map.of("epochs", "3"))))
                .contains("epochs", "3", "minutes");
        assertThat(failure(new AuditWorld(0), ENOUGH, AuditWorld.request(Map.of("minutes", "-1"))))
                .contains("0 to 10080", "-1");
        assertThat(failure(new AuditWorld(0), ENOUGH, AuditWorld.request(Map.of("minutes", "soon"))))
                .contains("soon");
    }

    @Test
    void aVersionThatIsMissingFailsTheRun() {
        var request =
                new TrainingRequested("a", "m", AuditWorld.DATASET, "v2", "labels", Map.of(), 1, QUICK.requestedAt());

        assertThat(failure(new AuditWorld(0), ENOUGH, request)).contains("no frozen version v2");
    }

    @Test
    void aClassWithoutASecondImageFailsTheRunWithItsName() {
        int[] given = new int[AuditWorld.IMAGES];
        given[5] = 1;

        assertThat(failure(new AuditWorld(given), ENOUGH, QUICK)).contains("\"steep\" has images of 1 patient");
        assertThat(failure(new AuditWorld(new int[AuditWorld.IMAGES]), ENOUGH, QUICK))
                .contains("\"steep\"");
    }

    /** Ten frames of one patient, all of them flat and all labelled steep, in nearly the same pixels. */
    @Test
    void wrongLabelsOfOnePatientAreFoundOnlyWhereTheManifestNamesThePatient() {
        int frames = 10;
        int[] given = AuditWorld.labels(0);
        Arrays.fill(given, 0, frames, 1);
        List<String> planted =
                IntStream.range(0, frames).mapToObj(AuditWorld::imageId).toList();
        var named = new AuditWorld(given, frames, i -> i < frames ? "5d41402abc4b2a76" : null);
        var nameless = new AuditWorld(given, frames, i -> null);

        named.audit(ENOUGH).run(AuditWorld.request(Map.of()));
        nameless.audit(ENOUGH).run(AuditWorld.request(Map.of()));

        assertThat(named.suspects())
                .extracting(LabelSuspected::imageId)
                .filteredOn(planted::contains)
                .hasSizeGreaterThanOrEqualTo(frames - 1);
        assertThat(nameless.suspects())
                .extracting(LabelSuspected::imageId)
                .filteredOn(planted::contains)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(named.progress().get(0).message())
                .contains(
                        "10 of them name their patient, 1 patients in all; each of the other 110 counts as a patient");
    }

    @Test
    void aClassOfOnePatientFailsTheRunWithItsName() {
        int[] given = AuditWorld.labels(0);
        var world = new AuditWorld(given, 0, i -> given[i] == 1 ? "5d41402abc4b2a76" : null);

        assertThat(failure(world, ENOUGH, QUICK)).contains("\"steep\" has images of 1 patient");
    }

    @Test
    void aSplitThatNeedsMoreMemoryThanAllowedIsRefusedBeforeItIsRead() {
        var world = new AuditWorld(0);
        world.objects().delete(Bucket.DATASETS, ObjectKeys.manifest(AuditWorld.DATASET, "v1"));
        long needed = LabelExamination.bytes(AuditWorld.IMAGES, InputFormat.bytes(AuditWorld.SHAPE), 2);

        assertThat(needed).isEqualTo(120L * (256 + 9600 + 128 + 1024));
        assertThat(failure(world, (int) needed - 1, QUICK)).contains("1,320,960 bytes", "most-bytes");
        assertThat(failure(world, (int) needed, QUICK)).contains("names 0 training images, the packs hold 120");
    }

    @Test
    void aClassThatNobodyKnowsKeepsItsNumber() {
        var labels = new LabelSet(List.of("$1", "b"));

        assertThat(AuditSentences.named("class 0, class 1 and class 7", labels)).isEqualTo("\"$1\", \"b\" and class 7");
    }

    @Test
    void anAuditMayTakeAQuarterOfAGibibyteAndHalfAnHourOfLookingByDefault() {
        LabelAuditConfig config = new SmallRyeConfigBuilder()
                .withMapping(LabelAuditConfig.class)
                .build()
                .getConfigMapping(LabelAuditConfig.class);

        assertThat(config.mostBytes()).isEqualTo(256 << 20);
        assertThat(config.longestLook()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aLookOfNoTimeIsRefusedBeforeAnythingIsLookedAt() {
        var world = new AuditWorld(new int[AuditWorld.IMAGES]);

        for (Duration longestLook : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> world.audit(1, FrozenNetworks.NONE, Clock.systemUTC(), longestLook))
                    .withMessage("equipoise.trainer.labels.longest-look must be above 0, got " + longestLook);
        }
    }

    private static String failure(AuditWorld world, int mostBytes, TrainingRequested request) {
        world.audit(mostBytes).run(request);
        assertThat(world.suspects()).isEmpty();
        TrainingProgressed last = world.progress().get(world.progress().size() - 1);
        assertThat(last.phase()).isEqualTo(Phase.FAILED);
        return last.message();
    }
}
