package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.DatasetImage;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ValidationFromTrainingTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));

    private final List<StandingImage> images = new ArrayList<>();

    /**
     * Patients of one to six images, sometimes of both classes: no patient is in two splits, and none of it by luck.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noPatientIsInBothSplitsAndEveryClassIsInEach(long seed) {
        var random = new Random(seed);
        for (int patient = 0; patient < 200; patient++) {
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                add(random.nextInt(10) == 0 ? 1 : 0, Split.TRAIN, hash(seed + " patient " + patient));
            }
        }
        add(0, Split.TEST, hash("tested"));
        add(1, Split.TEST, hash("tested"));

        FreezePlan plan = planned(true);

        Set<String> trained = patients(plan, Split.TRAIN);
        Set<String> validated = patients(plan, Split.VALIDATION);
        assertThat(validated).as("seed %d", seed).doesNotContainAnyElementsOf(trained);
        assertThat(validated.size() / 200.0).as("seed %d", seed).isBetween(.08, .24);
        assertThat(ids(plan, Split.VALIDATION)).doesNotContainAnyElementsOf(ids(plan, Split.TRAIN));
        assertThat(plan.entries()).hasSize(images.size());
        assertThat(counts(plan, Split.VALIDATION).counts()).doesNotContain(0L);
        assertThat(counts(plan, Split.TEST).total()).isEqualTo(2);
        ImageFinding finding = plan.imageFindings().stream()
                .filter(one -> one.code().equals("validation-from-training"))
                .findFirst()
                .orElseThrow();
        assertThat(finding.count()).isEqualTo(counts(plan, Split.VALIDATION).total());
        assertThat(plan.findings()).contains(finding.sentence()).doesNotContain("There are no val images.");
    }

    @Test
    void theOrderOfTheImagesChangesNothingAndMoreImagesMoveNobody() {
        for (int patient = 0; patient < 60; patient++) {
            add(patient % 2, Split.TRAIN, hash("p" + patient));
        }
        FreezePlan before = planned(true);
        Collections.shuffle(images, new Random(7));

        assertThat(planned(true).contentHash()).isEqualTo(before.contentHash());

        for (int patient = 60; patient < 90; patient++) {
            add(patient % 2, Split.TRAIN, hash("p" + patient));
        }
        assertThat(patients(planned(true), Split.VALIDATION)).containsAll(patients(before, Split.VALIDATION));
    }

    /** Without a wish the version is what it always was, and with one where there is a validation split already. */
    @Test
    void nothingIsTakenWithoutNeed() {
        for (int i = 0; i < 40; i++) {
            add(i % 2, Split.TRAIN, null);
        }

        assertThat(ids(planned(false), Split.VALIDATION)).isEmpty();
        add(0, Split.VALIDATION, null);
        assertThat(ids(planned(true), Split.VALIDATION)).hasSize(1);
        assertThat(planned(true).contentHash()).isEqualTo(planned(false).contentHash());
    }

    /** Both images of a class are one patient's: they are needed to train on. */
    @Test
    void noClassLosesItsLastTrainingImages() {
        for (int i = 0; i < 30; i++) {
            add(0, Split.TRAIN, null);
        }
        add(1, Split.TRAIN, hash("rare"));
        add(1, Split.TRAIN, hash("rare"));

        FreezePlan plan = planned(true);

        assertThat(counts(plan, Split.TRAIN).counts().get(1)).isEqualTo(2);
        assertThat(counts(plan, Split.VALIDATION).counts().get(0)).isPositive();
    }

    /** Of 100 rare images 99 are one patient's: the other patient goes, wherever the hashes lie. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ofAClassThatIsNearlyOnePatientsTheOtherPatientGoes(long seed) {
        for (int i = 0; i < 300; i++) {
            add(0, Split.TRAIN, null);
        }
        for (int i = 0; i < 99; i++) {
            add(1, Split.TRAIN, hash(seed + " P1"));
        }
        add(1, Split.TRAIN, hash(seed + " P2"));

        FreezePlan plan = planned(true);

        assertThat(counts(plan, Split.TRAIN).counts().get(1)).isEqualTo(99);
        assertThat(patients(plan, Split.VALIDATION)).containsExactly(hash(seed + " P2"));
    }

    /** 700 of 1,000 images belong together, as a chain of near-duplicates does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsMostOfAClassStaysInTraining(long seed) {
        List<List<DatasetImage>> groups = new ArrayList<>();
        List<DatasetImage> chain = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            add(i % 10 == 0 ? 1 : 0, Split.TRAIN, null);
        }
        List<DatasetImage> members =
                new ArrayList<>(images.stream().map(StandingImage::member).toList());
        Collections.shuffle(members, new Random(seed));
        for (DatasetImage member : members) {
            if (chain.size() < 700) {
                chain.add(member);
            } else {
                groups.add(List.of(member));
            }
        }
        groups.add(chain);

        var validation = new ValidationFromTraining(groups);

        Set<String> taken = validation.of(images).stream()
                .filter(image -> image.checked().split() == Split.VALIDATION)
                .map(image -> image.checked().imageId())
                .collect(Collectors.toSet());
        assertThat(taken).as("seed %d", seed).doesNotContain(chain.get(0).imageId());
        assertThat(taken.size() / 300.0).as("seed %d", seed).isBetween(.08, .24);
    }

    /** Of the groups that may go the smallest, so that a class without one by its hash loses little. */
    @Test
    void aClassThatGotNoneGetsItsSmallestGroup() {
        for (int i = 0; i < 100; i++) {
            add(0, Split.TRAIN, null);
        }
        String[] rare = java.util.stream.IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> hash("rare " + i))
                .filter(patient -> Integer.parseInt(Sha256.hex(patient).substring(0, 2), 16) < 200)
                .limit(3)
                .toArray(String[]::new);
        for (int i = 0; i < 9; i++) {
            add(1, Split.TRAIN, rare[i < 4 ? 0 : i < 7 ? 1 : 2]);
        }

        assertThat(patients(planned(true), Split.VALIDATION)).containsExactly(rare[2]);
    }

    /** A group of patients may be written with 8 digits. */
    @Test
    void shortHashesOfPatientsAreEnough() {
        for (int patient = 0; patient < 100; patient++) {
            add(patient % 2, Split.TRAIN, hash("p" + patient).substring(0, 8));
        }

        assertThat(patients(planned(true), Split.VALIDATION).size()).isBetween(5, 28);
    }

    /** Every class is one patient's. */
    @Test
    void whereNothingCouldGoAFindingSaysWhy() {
        for (int i = 0; i < 20; i++) {
            add(i % 2, Split.TRAIN, hash("patient " + i % 2));
        }

        FreezePlan plan = planned(true);

        assertThat(ids(plan, Split.VALIDATION)).isEmpty();
        assertThat(plan.imageFindings())
                .filteredOn(finding -> finding.code().equals("no-validation-from-training"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.count()).isEqualTo(20);
                    assertThat(finding.sentence())
                            .contains("none of 20 training images could be taken", "more patients");
                    assertThat(plan.findings()).contains(finding.sentence());
                });
        assertThat(planned(false).imageFindings())
                .extracting(ImageFinding::code)
                .doesNotContain("no-validation-from-training");
    }

    private static Set<String> patients(FreezePlan plan, Split split) {
        return plan.entries().stream()
                .filter(entry -> entry.split() == split)
                .map(ManifestEntry::patientGroup)
                .flatMap(java.util.stream.Stream::ofNullable)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static ClassDistribution counts(FreezePlan plan, Split split) {
        return Objects.requireNonNull(plan.classCounts().get(split));
    }

    private static List<String> ids(FreezePlan plan, Split split) {
        return plan.entries().stream()
                .filter(entry -> entry.split() == split)
                .map(ManifestEntry::imageId)
                .toList();
    }

    private void add(int classIndex, Split split, @Nullable String patient) {
        images.add(new StandingImage(
                new LabelChecked(
                        "chest",
                        Sha256.hex(("image " + images.size()).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        LabelChecked.Standing.ACCEPTED,
                        List.of(),
                        LABELS.name(classIndex),
                        classIndex,
                        split,
                        patient,
                        Map.of("source:s1", LABELS.name(classIndex)),
                        1,
                        NOW),
                Optional.of(new ImageTraits(16, 16, 1, "DX", List.of(split)))));
    }

    private static String hash(String patient) {
        return Sha256.hex(patient.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, 32);
    }

    private FreezePlan planned(boolean validationFromTraining) {
        var planner = new FreezePlanner(
                Limits.defaults(FreezingSettings.class),
                Limits.defaults(QualityLimits.class),
                new SampleCounter(Runnable::run));
        FreezeOutcome outcome = planner.plan(
                "chest",
                Optional.of(new Vocabulary(LABELS)),
                images,
                new FreezeWish(OptionalInt.empty(), new WindowWish.Unsaid(), Fit.STRETCH, validationFromTraining),
                id -> TestImages.grey(1));
        assertThat(outcome).isInstanceOf(FreezeOutcome.Planned.class);
        return ((FreezeOutcome.Planned) outcome).plan();
    }
}
