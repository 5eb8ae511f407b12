package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.equipoise.monitor.console.ReviewItem.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final String ANNA = "anna";
    private static final String BERT = "bert";

    private final Leases leases = new Leases();

    @Test
    void nobodyIsGivenWhatAnotherReaderHolds() {
        assertThat(hold(ANNA, 0, 1, 2, 3)).containsExactly("1", "2");
        assertThat(hold(BERT, 0, 1, 2, 3)).containsExactly("3");
        assertThat(hold("carl", 0, 1, 2, 3)).isEmpty();
    }

    @Test
    void anotherPageOfTheSameReaderIsTheSameReader() {
        assertThat(hold(ANNA, 0, 1, 2, 3)).containsExactly("1", "2");
        assertThat(hold(ANNA, 0, 1, 2, 3)).containsExactly("1", "2");
    }

    @Test
    void whatAReaderDoesNotKeepIsFreeAtOnce() {
        hold(ANNA, 0, 1, 2);

        assertThat(keys(leases.hold(ANNA, items(1, 2, 3), Set.of(), Set.of("lung/1"), 2, NOW)))
                .containsExactly("2", "3");
        assertThat(hold(BERT, 0, 1, 2, 3)).containsExactly("1");
    }

    @Test
    void whatAReaderKeepsStaysHisWhateverCameBeforeItInTheQueue() {
        hold(ANNA, 0, 5, 6);

        assertThat(keys(leases.hold(ANNA, items(1, 2, 5, 6), Set.of("lung/5", "lung/6"), Set.of(), 2, NOW)))
                .containsExactly("5", "6");
    }

    @Test
    void aReaderWhoIsNotHeardLosesHisImagesAfterTheTermAndNotBefore() {
        hold(ANNA, 0, 1, 2);

        assertThat(hold(BERT, 119, 1, 2)).isEmpty();
        assertThat(hold(BERT, 120, 1, 2)).containsExactly("1", "2");
        assertThat(keys(leases.hold(ANNA, items(1, 2), Set.of("lung/1"), Set.of(), 2, NOW.plusSeconds(121))))
                .isEmpty();
    }

    @Test
    void whoRenewsInTimeKeeps() {
        hold(ANNA, 0, 1);
        leases.hold(ANNA, items(1), Set.of("lung/1"), Set.of(), 1, NOW.plusSeconds(100));

        assertThat(hold(BERT, 200, 1)).isEmpty();
    }

    @Test
    void asManyReadersAsAreAskedHoldOneImageAtOnce() {
        List<ReviewItem> asked = List.of(item(1, 2));

        for (String reader : List.of(ANNA, BERT)) {
            assertThat(keys(leases.hold(reader, asked, Set.of(), Set.of(), 1, NOW)))
                    .containsExactly("1");
        }
        assertThat(keys(leases.hold("carl", asked, Set.of(), Set.of(), 1, NOW))).isEmpty();
        leases.hold(ANNA, asked, Set.of(), Set.of(), 0, NOW);
        assertThat(keys(leases.hold("carl", asked, Set.of(), Set.of(), 1, NOW))).containsExactly("1");
    }

    @Test
    void whoKeepsAnImageIsNotThrownOffItWhenFewerArePlacedThere() {
        leases.hold(ANNA, List.of(item(1, 2)), Set.of(), Set.of(), 1, NOW);
        leases.hold(BERT, List.of(item(1, 2)), Set.of(), Set.of(), 1, NOW);

        assertThat(keys(leases.hold(BERT, List.of(item(1, 1)), Set.of("lung/1"), Set.of(), 1, NOW)))
                .containsExactly("1");
        assertThat(keys(leases.hold("carl", List.of(item(1, 1)), Set.of("lung/1"), Set.of(), 1, NOW)))
                .as("to wish to keep what one never had is not enough")
                .isEmpty();
    }

    @Test
    void whoHasAnsweredHoldsTheImageNoMore() {
        hold(ANNA, 0, 1);

        leases.release(ANNA, "lung/1");
        leases.release(ANNA, "lung/unknown");

        assertThat(hold(BERT, 0, 1)).containsExactly("1");
    }

    @Test
    void whatNoLongerWaitsIsNotHeld() {
        hold(ANNA, 0, 1, 2);

        assertThat(keys(leases.hold(ANNA, items(2), Set.of("lung/1", "lung/2"), Set.of(), 2, NOW)))
                .containsExactly("2");
    }

    /** At most two of these, in this order, so many seconds later. */
    private List<String> hold(String reader, int seconds, int... waiting) {
        return keys(leases.hold(reader, items(waiting), Set.of(), Set.of(), 2, NOW.plusSeconds(seconds)));
    }

    private static List<String> keys(List<ReviewItem> items) {
        return items.stream().map(ReviewItem::imageId).toList();
    }

    private static List<ReviewItem> items(int... numbers) {
        return IntStream.of(numbers).mapToObj(LeasesTest::item).toList();
    }

    private static ReviewItem item(int number) {
        return item(number, 1);
    }

    private static ReviewItem item(int number, int places) {
        return new ReviewItem(
                "lung",
                Integer.toString(number),
                Kind.CONFLICT,
                List.of(),
                List.of("none", "benign"),
                null,
                null,
                null,
                null,
                List.of(),
                NOW,
                List.of(),
                places,
                1);
    }
}
