package org.equipoise.local.demo;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoryCheckTest {

    @Test
    void aStoryThatWentWellHasNothingBroken() {
        var report = Samples.report(Samples.collapsed(), "promoted", Samples.alert());

        assertThat(StoryCheck.broken(report, 0)).isEmpty();
    }

    @Test
    void aNaiveTrainingThatIsAsGoodAsTheBalancedOneBreaksTheStory() {
        var report = Samples.report(Samples.recovered(), "promoted", Samples.alert());

        assertThat(StoryCheck.broken(report, 0)).singleElement().asString().contains("naive training did not collapse");
    }

    @Test
    void aRefusedBalancedModelBreaksTheStoryOnce() {
        var report = Samples.report(Samples.collapsed(), "refused", null);

        assertThat(StoryCheck.broken(report, 0)).singleElement().asString().contains("it was refused");
    }

    @Test
    void anAlertBeforeTheFaultBreaksTheStory() {
        var report = Samples.report(Samples.collapsed(), "promoted", Samples.alert());

        assertThat(StoryCheck.broken(report, 2)).containsExactly("2 alerts fired on healthy images");
    }

    @Test
    void aFaultWithoutAnAlertBreaksTheStory() {
        var report = Samples.report(Samples.collapsed(), "promoted", null);

        assertThat(StoryCheck.broken(report, 0)).containsExactly("no alert fired on the broken images");
    }

    @Test
    void aCollapseWithoutACauseAndARepairWithoutItsRecallsBreakTheStory() {
        var whole = Samples.report(Samples.collapsed(), "promoted", Samples.alert());
        var unnamed = new DemoReport(
                whole.dataset(), whole.naive(), whole.balanced(), true, whole.alert(), null, whole.seconds());
        var unrepaired = new DemoReport(
                whole.dataset(),
                whole.naive(),
                whole.balanced(),
                true,
                whole.alert(),
                Samples.diagnosis(false),
                whole.seconds());

        assertThat(StoryCheck.broken(unnamed, 0)).containsExactly("no cause was named for the collapse");
        assertThat(StoryCheck.broken(unrepaired, 0))
                .singleElement()
                .asString()
                .contains("did not bring the recalls back");
    }
}
