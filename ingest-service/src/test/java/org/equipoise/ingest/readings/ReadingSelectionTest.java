package org.equipoise.ingest.readings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadingSelectionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aSampleIsOfAcceptedImagesAndDependsOnNoOrder() {
        List<LabelChecked> images = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> image(i, i % 5 > 0, null, null))
                .toList());

        List<String> chosen = selection(images).of(sample(10));
        Collections.shuffle(images, new Random(1));

        assertThat(chosen).hasSize(10).doesNotHaveDuplicates();
        assertThat(selection(images).of(sample(10))).isEqualTo(chosen);
        assertThat(selection(images).of(sample(20))).startsWith(chosen.toArray(String[]::new));
        assertThat(selection(images).of(sample(1000))).hasSize(40).doesNotContain(id(0), id(5));
    }

    @Test
    void whatIsAskedForAlreadyOrSettledByAnAdjudicatorIsNotChosen() {
        List<LabelChecked> images = List.of(
                image(1, true, null, new Readings(2, NOW, List.of())),
                image(2, true, Role.ADJUDICATOR, null),
                image(3, true, Role.READER, null));

        assertThat(selection(images).of(sample(10))).containsExactly(id(3));
        assertThatThrownBy(() -> selection(images).of(images(id(1), id(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 of 2 images are settled by an adjudicator, or readers are asked for them already");
        assertThatThrownBy(() -> selection(images).of(images(id(3), id(9))))
                .hasMessage("1 of 2 images are not in the dataset, or nobody has labelled them");
        assertThat(selection(images).of(images(id(3), id(3)))).containsExactly(id(3));
    }

    @Test
    void ofDoubtedLabelsTheMostDoubtfulComesFirstAndSettledOnesAreNotDoubted() {
        var selection = new ReadingSelection(
                List.of(image(1, true, null, null), image(2, true, null, null), image(3, true, Role.READER, null)),
                List.of(doubt(1, "none", 0.6, 0), doubt(2, "none", 0.9, 0), doubt(3, "none", 0.8, 0)));

        assertThat(selection.of(kind(ReadingWish.SUSPECTS))).containsExactly(id(2), id(1));
    }

    @Test
    void aDoubtAboutAnotherLabelIsOver() {
        var selection = new ReadingSelection(
                List.of(image(1, true, null, null)), List.of(doubt(1, "none", 0.6, 0), doubt(1, "benign", 0.7, 9)));

        assertThat(selection.of(kind(ReadingWish.SUSPECTS))).isEmpty();
    }

    @Test
    void conflictsAreChosenByTheirReasonAndWithdrawingMeansWhatIsOpen() {
        List<LabelChecked> images = List.of(
                image(1, false, null, null),
                image(2, true, null, null),
                image(3, true, null, new Readings(2, NOW, List.of())),
                image(4, true, null, new Readings(2, NOW, List.of("a", "b"))));

        assertThat(selection(images).of(kind(ReadingWish.CONFLICTS))).containsExactly(id(1));
        assertThat(selection(images).of(new ReadingWish(null, null, null, null, true)))
                .containsExactly(id(3));
    }

    @Test
    void aWishSaysOneThing() {
        assertThatThrownBy(() -> new ReadingWish(2, 5, ReadingWish.SUSPECTS, null, null))
                .hasMessage("need one of sample, kind, images and withdraw");
        assertThatThrownBy(() -> new ReadingWish(2, 5, null, null, true))
                .hasMessage("need one of sample, kind, images and withdraw");
        assertThatThrownBy(() -> new ReadingWish(6, 5, null, null, null)).hasMessage("readers must be 2 to 5, got 6");
        assertThatThrownBy(() -> new ReadingWish(2, 1001, null, null, null))
                .hasMessage("sample must be 1 to 1000 images, got 1001");
        assertThatThrownBy(() -> images("Mr Smith")).hasMessage("images[0] must be an image id, 64 hex digits");
        assertThatThrownBy(() -> kind("Mr Smith"))
                .hasMessage("kind must be suspects or conflicts, got something else of 8 characters");
    }

    @Test
    void noMoreAreToBeReadAtATimeThanTheConsoleKnows() {
        var selection = new ReadingSelection(
                List.of(
                        image(1, true, null, new Readings(2, NOW, List.of())),
                        image(2, true, null, null),
                        image(3, true, null, null)),
                List.of(),
                2);

        assertThat(selection.of(sample(1))).hasSize(1);
        assertThatThrownBy(() -> selection.of(sample(2)))
                .hasMessage("1 image is still to be read; with 2 more it would be more than 2");
        assertThat(selection.of(new ReadingWish(null, null, null, null, true))).containsExactly(id(1));
    }

    @Test
    void progressIsCountedByHand() {
        ReadingProgress progress = ReadingProgress.of(
                "chest",
                List.of(
                        image(1, true, null, null),
                        image(2, true, null, new Readings(2, NOW, List.of("a"))),
                        image(3, true, Role.READER, new Readings(2, NOW, List.of("a", "b", "c"))),
                        image(4, false, null, new Readings(3, NOW, List.of("a", "b", "c"))),
                        image(5, true, Role.ADJUDICATOR, new Readings(2, NOW, List.of()))));

        assertThat(progress).isEqualTo(new ReadingProgress("chest", 4, 2, 1, 1, 1, 6, 9));
    }

    private static ReadingSelection selection(List<LabelChecked> images) {
        return new ReadingSelection(images, List.of());
    }

    private static ReadingWish sample(int images) {
        return new ReadingWish(null, images, null, null, null);
    }

    private static ReadingWish kind(String kind) {
        return new ReadingWish(null, null, kind, null, null);
    }

    private static ReadingWish images(String... ids) {
        return new ReadingWish(null, null, null, List.of(ids), null);
    }

    private static LabelSuspected doubt(int number, String given, double score, int second) {
        return new LabelSuspected(
                "labels-1",
                "chest",
                "0a1b2c3d4e5f",
                id(number),
                given,
                "malignant",
                score,
                1,
                "evidence",
                NOW.plusSeconds(second));
    }

    private static LabelChecked image(
            int number, boolean accepted, @Nullable Role settledAs, @Nullable Readings readings) {
        Settlement settlement =
                settledAs == null ? null : new Settlement(List.of("a"), settledAs, null, List.of(), NOW);
        return new LabelChecked(
                "chest",
                id(number),
                accepted ? Standing.ACCEPTED : Standing.QUARANTINED,
                accepted ? List.of() : List.of(QuarantineReason.CONFLICTING_LABELS),
                accepted ? "none" : null,
                accepted ? 0 : null,
                Split.TRAIN,
                null,
                Map.of("a", "none", "b", "none", "c", "none"),
                1,
                NOW,
                settlement,
                readings);
    }

    private static String id(int number) {
        return String.format("%064x", number);
    }
}
