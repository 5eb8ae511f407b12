package org.equipoise.local.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.diagnosis.repair.Proposal;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.RepairClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** {@code diagnose --repair}: climbs the ladder of a diagnosis until the recalls are back. */
final class RepairRuns {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Terminal terminal;
    private final StackConnection connection;
    private final Clock clock;
    private final @Nullable Double minutes;

    /** @param minutes for all of it, and for each training; null for any time */
    RepairRuns(CliContext context, StackConnection connection, @Nullable Double minutes) {
        terminal = context.terminal();
        clock = context.clock();
        this.connection = connection;
        this.minutes = minutes;
    }

    /** Trains what the diagnosis proposes; returns the exit code. */
    int play(Diagnosis card) {
        Diagnosis.Run run = card.run();
        if (run == null) {
            terminal.problem(
                    "an earlier release made this diagnosis: it does not say what was trained, so nothing can be"
                            + " trained otherwise");
            return ExitCodes.FAILED;
        }
        List<Proposal> ladder = card.proposals();
        if (ladder.isEmpty()) {
            terminal.problem(
                    "nothing is proposed: %s",
                    card.causes().isEmpty()
                            ? "the evidence names no cause"
                            : "there is nothing to repair about "
                                    + card.causes().get(0).words());
            return ExitCodes.FAILED;
        }
        Proposal first = ladder.get(0);
        if (first.recipe() == null) {
            return needsAPerson(first);
        }
        var client = new RepairClient(connection, clock);
        DatasetFrozen version = client.version(run);
        if (first.needsAPerson()) {
            return onCorrectedLabels(first, run, version);
        }
        Instant end = minutes == null ? Instant.MAX : clock.instant().plusMillis((long) (minutes * 60_000));
        for (Proposal proposal : ladder) {
            if (!proposal.needsAPerson() && clock.instant().isBefore(end)) {
                Repair repair = train(client, run, version, proposal, left(end));
                if (repair.repaired()) {
                    return ExitCodes.OK;
                }
            }
        }
        terminal.problem(
                "not repaired: no training that is proposed brought the recalls back%s",
                minutes == null ? "" : " within " + minutes + " minutes");
        return ExitCodes.REFUSED;
    }

    private Map<String, String> left(Instant end) {
        return minutes == null
                ? Map.of()
                : Map.of(
                        "minutes",
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                Math.max(
                                        0.01,
                                        Duration.between(clock.instant(), end).toMillis() / 60_000.0)));
    }

    /** Labels that were corrected since make another version of the dataset, which is worth training on. */
    private int onCorrectedLabels(Proposal proposal, Diagnosis.Run run, DatasetFrozen version) {
        DatasetFrozen now = new DatasetClient(connection).freezeLike(version);
        if (now.version().equals(run.datasetVersion())) {
            return needsAPerson(proposal);
        }
        terminal.say("Labels of \"%s\" were corrected since: version %s.", run.dataset(), now.version());
        Repair repair = train(new RepairClient(connection, clock), run, now, proposal, Map.of());
        return repair.repaired() ? ExitCodes.OK : ExitCodes.REFUSED;
    }

    private int needsAPerson(Proposal proposal) {
        terminal.problem("this needs a person first: %s", proposal.sentence());
        return ExitCodes.FAILED;
    }

    private Repair train(
            RepairClient client,
            Diagnosis.Run run,
            DatasetFrozen version,
            Proposal proposal,
            Map<String, String> besides) {
        terminal.say("Repair: %s", proposal.sentence());
        TrainingRequested request = client.train(run, version, proposal, besides);
        terminal.say("Run %s trains model \"%s\" with recipe %s", request.runId(), run.model(), request.recipe());
        TrainingOutcome outcome =
                new TrainingClient(connection, clock).follow(request.runId(), PATIENCE, this::progressed);
        Optional<TrainingOutcome.Decided> decided = outcome.decided();
        decided.ifPresent(end -> GateWords.say(terminal, end.decision()));
        Repair repair = client.told(run, request.runId());
        RepairText.lines(repair).forEach(line -> terminal.say("%s", line));
        return repair;
    }

    private void progressed(TrainingProgressed event) {
        if (event.steps() == null && event.phase() != TrainingProgressed.Phase.FAILED) {
            terminal.say("  %s: %s", event.phase().name().toLowerCase(Locale.ROOT), event.message());
        }
    }
}
