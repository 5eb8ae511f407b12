package org.equipoise.local.cli;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.terminal.Terminal;

/** Says what the gate decided. */
final class GateWords {

    private GateWords() {}

    /** Check by check; returns the exit code. */
    static int say(Terminal terminal, ModelDecided decision) {
        for (ModelDecided.GateCheck check : decision.checks()) {
            terminal.say(
                    "  %s %s: %s",
                    check.passed() ? terminal.green("passed") : terminal.red("failed"),
                    check.name(),
                    check.explanation());
        }
        boolean promoted = decision.outcome() == ModelDecided.Outcome.PROMOTED;
        String outcome = decision.outcome().code();
        terminal.say(
                "Version %s of \"%s\" is %s.",
                decision.version(), decision.model(), promoted ? terminal.green(outcome) : terminal.red(outcome));
        return promoted ? ExitCodes.OK : ExitCodes.REFUSED;
    }
}
