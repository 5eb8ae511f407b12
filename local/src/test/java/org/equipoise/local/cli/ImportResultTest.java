package org.equipoise.local.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.Publication.PublishedImage;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.RefusedFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImportResultTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<PublishedImage> published = new ArrayList<>();
    private final List<ImageIngested> ingested = new ArrayList<>();
    private final List<ImageRejected> rejected = new ArrayList<>();
    private final List<LabelChecked> standings = new ArrayList<>();
    private final List<RefusedFile> unreadable = new ArrayList<>();

    @Test
    void imagesAreCountedByClassAndSplit() throws Exception {
        image(1, "ill", Split.TRAIN, 1, 16);
        image(2, "ill", Split.TRAIN, 1, 16);
        image(3, "well", Split.TEST, 1, 16);

        JsonNode json = EventCodec.mapper().readTree(EventCodec.write(result()));

        assertThat(json.at("/images/ill/train").asInt()).isEqualTo(2);
        assertThat(json.at("/images/well/test").asInt()).isEqualTo(1);
        assertThat(json.at("/images/well/val").asInt()).isZero();
        assertThat(json.path("accepted").asInt()).isEqualTo(3);
        assertThat(json.path("dataset").asText()).isEqualTo("d");
    }

    @Test
    void imagesWithoutALabelAreNoDuplicates() {
        image(1, null, null, 1, 16);
        image(2, null, null, 1, 16);
        image(3, "ill", Split.TRAIN, 1, 16);
        ingested.add(ingested.get(2));

        assertThat(result().unlabelled()).isEqualTo(2);
        assertThat(result().duplicates()).isEqualTo(1);
    }

    @Test
    void nothingAcceptedIsCountedAsNothing() {
        image(1, "ill", null, 1, 16);

        assertThat(result().accepted()).isZero();
        assertThat(result().quarantined()).isEqualTo(Map.of("conflicting-labels", 1));
    }

    @Test
    void everyRefusalIsListedWithItsPathInTheSet() {
        image(1, "ill", Split.TRAIN, 1, 16);
        published.add(new PublishedImage("s7", "ill/7.png", "key7", "ill"));
        rejected.add(new ImageRejected("s7", "d", "key7", RejectionReason.CONSTANT, "all samples are 0", NOW));
        unreadable.add(RefusedFile.unreadable("ill/8.png", "cannot be read: gone"));

        assertThat(result().refused()).isEqualTo(Map.of("constant", 1, "unreadable", 1));
        assertThat(result().refusals())
                .containsExactly(
                        new ImportResult.Refusal("ill/8.png", "unreadable", "cannot be read: gone"),
                        new ImportResult.Refusal("ill/7.png", "constant", "all samples are 0"));
    }

    @Test
    void aClassThatDiffersInColourOrSizeAloneIsAShortcut() {
        for (int i = 0; i < 6; i++) {
            image(i, "ill", Split.TRAIN, 1, 32);
            image(10 + i, "well", Split.TRAIN, 3, 16);
        }

        assertThat(result().findings())
                .anyMatch(finding -> finding.contains("shortcut: the colour") && finding.contains("grey"))
                .anyMatch(finding -> finding.contains("shortcut: the size") && finding.contains("32 x 32"));
    }

    @Test
    void whatATrainingWillRefuseIsSaidOfTheWholeDataset() {
        image(1, "ill", Split.TRAIN, 1, 16);
        image(2, "ill", Split.TEST, 1, 16);

        assertThat(result().findings())
                .anyMatch(finding -> finding.contains("class \"well\" has 0 training images"))
                .anyMatch(finding -> finding.contains("no image in the validation split"))
                .anyMatch(finding -> finding.contains("no test image of \"well\""))
                .contains("a patient stands on both sides")
                .doesNotContain("a training will refuse this: what was foreseen before");
    }

    /** A set with fewer classes than the dataset has: the others are told of as well. */
    @Test
    void whatIsMissingOfTheDatasetsOtherClassesIsSaid() {
        image(1, "ill", Split.TRAIN, 1, 16);
        image(2, "well", Split.TRAIN, 1, 16);

        ImportResult result = result(new LabelSet(List.of("torn", "ill", "well")));

        assertThat(result.findings())
                .anyMatch(finding -> finding.contains("class \"torn\" has 0 training images"))
                .noneMatch(finding -> finding.contains("class \"well\" has"));
        assertThat(result.images()).containsOnlyKeys("ill", "well");
    }

    private ImportResult result() {
        return result(new LabelSet(List.of("ill", "well")));
    }

    private ImportResult result(LabelSet labelSet) {
        ImageSet set = ImageSet.of("set", List.of("ill", "well"), List.of());
        return ImportResult.of(
                set,
                labelSet,
                new Publication("d", published, unreadable),
                new IngestionProgress.Result(ingested, rejected, standings, standings),
                List.of("a patient stands on both sides", "a training will refuse this: what was foreseen before"),
                1.5);
    }

    /** Accepted where there is a split, quarantined where there is none. */
    @Test
    void imagesOfBothKindsOfBitsAreSaid() {
        image(1, "ill", Split.TRAIN, 1, 16);
        image(2, "well", Split.TRAIN, 1, 16);
        assertThat(result().findings()).noneMatch(finding -> finding.contains("bits"));
        ImageIngested shallow = ingested.get(1);
        ingested.set(
                1,
                new ImageIngested(
                        "d",
                        shallow.imageId(),
                        "s2",
                        shallow.objectKey(),
                        "key2",
                        16,
                        16,
                        1,
                        "OT",
                        null,
                        null,
                        1,
                        null,
                        NOW,
                        NOW,
                        null,
                        null,
                        16,
                        null));

        assertThat(result().findings())
                .contains("1 image has 16 bits a sample and 1 has 8: a training will refuse this, import each into a"
                        + " dataset of its own");
    }

    private void image(int n, @Nullable String label, @Nullable Split split, int channels, int side) {
        String id = String.format(java.util.Locale.ROOT, "%064d", n);
        published.add(new PublishedImage("s" + n, n + ".png", "key" + n, label));
        ingested.add(new ImageIngested(
                "d",
                id,
                "s" + n,
                "d/" + id + ".png",
                "key" + n,
                side,
                side,
                channels,
                "OT",
                null,
                null,
                1,
                null,
                NOW,
                NOW));
        if (label != null) {
            boolean accepted = split != null;
            standings.add(new LabelChecked(
                    "d",
                    id,
                    accepted ? Standing.ACCEPTED : Standing.QUARANTINED,
                    accepted ? List.of() : List.of(QuarantineReason.CONFLICTING_LABELS),
                    accepted ? label : null,
                    accepted ? 0 : null,
                    split,
                    null,
                    Map.of("source:s" + n, label),
                    1,
                    NOW));
        }
    }
}
