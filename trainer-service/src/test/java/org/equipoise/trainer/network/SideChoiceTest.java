package org.equipoise.trainer.network;

import java.util.List;

import org.equipoise.trainer.network.SideChoice.Cost;
import org.equipoise.trainer.network.SideChoice.Detail;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SideChoiceTest {

    private static final List<Integer> SIDES = List.of(64, 112, 160, 224);

    private static Cost cost(int side, double seconds) {
        return new Cost(side, seconds, 100, "s");
    }

    @Test
    void nextToNothingIsNoReasonHoweverCertainItIs() {
        assertThat(new Detail(64, 0.004, 0.0001).enough()).isTrue();
        assertThat(new Detail(64, 0.006, 0.0001).enough()).isFalse();
        assertThat(new Detail(64, 0.006, 0.007).enough()).isTrue();
    }

    @Test
    void theImagesOwnSideIsACandidateUnlessItIsTooLarge() {
        assertThat(SideChoice.candidates(100)).containsExactly(64, 100);
        assertThat(SideChoice.candidates(224)).containsExactlyElementsOf(SIDES);
        assertThat(SideChoice.candidates(512)).containsExactlyElementsOf(SIDES);
    }

    @Test
    void whereTheSmallestShowsAsMuchItIsTakenWhateverIsPaidFor() {
        List<Detail> details = List.of(new Detail(64, 0.004, 0.005));

        SideChoice choice = SideChoice.of(SIDES, details, "seen: ", List.of());

        assertThat(SideChoice.enough(SIDES, details)).isEqualTo(64);
        assertThat(choice.side()).isEqualTo(64);
        assertThat(choice.reason())
                .isEqualTo("seen: +0.0040 (standard error 0.0050) at 64 pixels: 64 pixels show as much as more");
    }

    @Test
    void noMoreThanTheDetailAsksForIsTakenWhereAllIsPaidFor() {
        List<Detail> details = List.of(new Detail(64, 0.02, 0.005), new Detail(112, 0.004, 0.005));
        List<Cost> costs = List.of(cost(64, 5), cost(112, 15), cost(160, 30), cost(224, 60));

        assertThat(SideChoice.of(SIDES, details, "", costs).side()).isEqualTo(112);
    }

    @Test
    void ofWhatTheDetailAsksForTheLargestThatIsPaidForIsTaken() {
        List<Detail> details =
                List.of(new Detail(64, 0.02, 0.005), new Detail(112, 0.01, 0.005), new Detail(160, 0.009, 0.006));
        List<Cost> costs = List.of(cost(64, 20), cost(112, 60), cost(160, 121));

        SideChoice choice = SideChoice.of(SIDES, details, "", costs);

        assertThat(choice.side()).isEqualTo(112);
        assertThat(choice.reason())
                .contains("every reduction that was tried hides something; all epochs")
                .endsWith(
                        "take 20.0 s at 64 pixels, of 100, 60.0 s at 112 pixels, of 100, 121 s at 160 pixels, of 100");
    }

    @Test
    void whereTheTimeEndedBeforeAllSidesWereTriedItIsSaid() {
        SideChoice choice = SideChoice.of(SIDES, List.of(new Detail(64, 0.02, 0.005)), "seen: ", List.of());

        assertThat(choice.reason())
                .endsWith("every reduction that was tried hides something, and the time ended before 112 pixels were"
                        + " tried");
    }

    @Test
    void whatCannotBeTrainedDoesNotFit() {
        List<Cost> costs = List.of(cost(64, 5), Cost.failed(112, "OutOfMemoryError: Java heap space"));

        SideChoice choice = SideChoice.of(SIDES, List.of(new Detail(64, 0.02, 0.005)), "", costs);

        assertThat(choice.side()).isEqualTo(64);
        assertThat(choice.reason())
                .endsWith("too much at 112 pixels, where a step failed (OutOfMemoryError: Java heap space)");
    }

    @Test
    void whereNobodySawTheDetailNothingSpeaksForMore() {
        SideChoice choice = SideChoice.of(SIDES, List.of(), "nobody saw it", List.of(cost(64, 10), cost(112, 30)));

        assertThat(choice.side()).isEqualTo(64);
        assertThat(choice.reason()).startsWith("nobody saw it; all epochs of one network take 10.0 s at 64");
    }

    @Test
    void whereNothingIsPaidForTheSmallestIsTaken() {
        List<Detail> details = List.of(new Detail(64, 0.02, 0.005));

        assertThat(SideChoice.of(SIDES, details, "", List.of(cost(64, 500))).side())
                .isEqualTo(64);
    }
}
