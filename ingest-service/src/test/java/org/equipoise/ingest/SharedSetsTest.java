package org.equipoise.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.freezing.FreezePlan;
import org.equipoise.ingest.freezing.StandingImage;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Defects of public data sets that are known, or were found by these checks and looked at. */
class SharedSetsTest {

    private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();

    @Test
    void pneumoniaMnistHas27GroupsOfEqualImagesAnd8OfThemAcrossSplits(TestInfo test) {
        SetFreezing set = freeze("data/medmnist/pneumoniamnist.npz", test);

        assertThat(set.plan().findings())
                .contains(
                        "29 exact duplicates were merged into 27 images.",
                        "8 images arrived for different splits; each is kept in the strictest one only (test before val"
                                + " before train).");
        assertThat(finding(set.plan(), "near-duplicates")).isEmpty();
    }

    @Test
    void breastMnistHasAPairWithTwoLabelsAndManyNearDuplicatesThatStayOutOfLooserSplits(TestInfo test) {
        SetFreezing set = freeze("data/medmnist/breastmnist.npz", test);

        assertThat(conflicts(set))
                .singleElement()
                .satisfies(image ->
                        assertThat(set.paths(image.checked().imageId())).hasSize(2));
        FreezePlan plan = set.plan();
        assertThat(finding(plan, "left-out-together"))
                .hasValueSatisfying(finding -> assertThat(finding.count()).isEqualTo(85));
        assertThat(plan.entries()).hasSize(778 - 85);
        assertThat(finding(plan, "near-duplicates-splits")).isEmpty();
        assertThat(finding(plan, "moved-together")).isEmpty();
        assertThat(finding(plan, "near-duplicates-labels")).isPresent();
    }

    /** Those that its list of equal pixels names, and a pair of monocytes that no list names. */
    @Test
    void bloodCellsHaveAnEosinophilThatIsANeutrophilAndAMonocyteInTwoSplits(TestInfo test) throws IOException {
        SetFreezing set = freeze("data/pbc-blood-64", test, Set.of("monocyte/MO_231316.jpg", "monocyte/MO_415531.jpg"));

        assertThat(severalTimes(set)).isEqualTo(17);
        assertThat(conflicts(set))
                .singleElement()
                .satisfies(image -> assertThat(set.paths(image.checked().imageId()))
                        .containsExactlyInAnyOrder("eosinophil/EO_225902.jpg", "neutrophil/BNE_191112.jpg"));
        assertThat(finding(set.plan(), "left-out-together"))
                .hasValueSatisfying(finding -> assertThat(finding.examples())
                        .singleElement()
                        .satisfies(ids -> assertThat(ids.stream().flatMap(id -> set.paths(id).stream()))
                                .containsExactlyInAnyOrder("monocyte/MO_231316.jpg", "monocyte/MO_415531.jpg")));
    }

    /** All groups that its lists name have the same pixels; no two of them are near-duplicates. */
    @Test
    void chestXRaysHave30GroupsOfEqualImages(TestInfo test) throws IOException {
        SetFreezing set = freeze("data/chestxray-224", test, Set.of());

        assertThat(severalTimes(set)).isEqualTo(30);
        assertThat(set.plan().findings()).contains("32 exact duplicates were merged into 30 images.");
        assertThat(finding(set.plan(), "near-duplicates")).isEmpty();
    }

    /** Slices of one patient are nearly the same, and stay on one side. */
    @Test
    void patientsBelowTheClassStayInOneSplit(TestInfo test) {
        SetFreezing set = freeze("cases/22-shortcuts-and-patients.zip", test);

        assertThat(set.records()).hasSize(192);
        assertThat(finding(set.plan(), "patient-splits")).isEmpty();
        assertThat(finding(set.plan(), "near-duplicates-splits")).isEmpty();
        assertThat(finding(set.plan(), "near-duplicates")).isPresent();
    }

    private static SetFreezing freeze(String name, TestInfo test) {
        try (ImageSet set = open(name, test)) {
            return SetFreezing.of(set);
        }
    }

    private static long severalTimes(SetFreezing set) {
        return set.records().values().stream()
                .filter(image -> image.occurrences().size() > 1)
                .count();
    }

    /** What its list of images with equal pixels names, these, and one training image of each class. */
    private static SetFreezing freeze(String name, TestInfo test, Set<String> more) throws IOException {
        try (ImageSet set = open(name, test)) {
            Set<String> wanted = new HashSet<>(more);
            Files.readAllLines(SHARED.resolve(name).resolve("duplicates_pixel_md5.csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",")[1])
                    .forEach(wanted::add);
            for (String label : set.classes()) {
                set.images().stream()
                        .filter(image -> label.equals(image.label()) && image.split() == Split.TRAIN)
                        .filter(image -> !wanted.contains(image.path()))
                        .findFirst()
                        .ifPresent(image -> wanted.add(image.path()));
            }
            return SetFreezing.of(ImageSet.of(
                    set.name(),
                    set.classes(),
                    set.images().stream()
                            .filter(image -> wanted.contains(image.path()))
                            .toList()));
        }
    }

    private static ImageSet open(String name, TestInfo test) {
        Path path = SHARED.resolve(name);
        if (!Files.exists(path)) {
            String reason = "skipped: " + test.getDisplayName() + ": " + path + " is not here";
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        return ImageSets.open(path);
    }

    private static List<StandingImage> conflicts(SetFreezing set) {
        return set.standings().stream()
                .filter(image -> image.checked().reasons().contains(QuarantineReason.CONFLICTING_LABELS))
                .toList();
    }

    private static Optional<ImageFinding> finding(FreezePlan plan, String code) {
        return plan.imageFindings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst();
    }
}
