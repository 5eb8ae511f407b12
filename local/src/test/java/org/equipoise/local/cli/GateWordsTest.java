package org.equipoise.local.cli;

import java.util.List;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GateWordsTest {

    private final Screen screen = new Screen();

    @Test
    void everyCheckIsALineAndTheExitCodeSaysWhetherItServes() {
        assertThat(GateWords.say(screen.terminal(), decided(Outcome.REFUSED))).isEqualTo(ExitCodes.REFUSED);
        assertThat(screen.out().lines())
                .containsExactly(
                        "  passed first: All is well.",
                        "  failed second: Nothing is.",
                        "Version a1b2c3d4e5f6 of \"lung\" is refused.");
        assertThat(GateWords.say(screen.terminal(), decided(Outcome.PROMOTED))).isEqualTo(ExitCodes.OK);
    }

    @Test
    void outcomesAreWordsAsOnTheWire() {
        assertThat(List.of(Outcome.values()))
                .extracting(Outcome::code)
                .containsExactly("promoted", "refused", "held", "rolled-back");
    }

    private static ModelDecided decided(Outcome outcome) {
        return new ModelDecided(
                "lung",
                "a1b2c3d4e5f6",
                "run-1",
                outcome,
                List.of(
                        new GateCheck("first", true, 1, 1, "All is well."),
                        new GateCheck("second", false, 0, 1, "Nothing is.")),
                outcome == Outcome.PROMOTED ? EventExamples.modelDecided().champion() : null,
                EventExamples.TIME);
    }
}
