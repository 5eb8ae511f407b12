package org.equipoise.trainer.labels;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.ProgressSink;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;

/**
 * Carries out requests with the recipe {@value #RECIPE}: examines the training split of a frozen version and publishes
 * the labels that are probably wrong. Nothing is stored, so a request that is delivered again is carried out again and
 * says the same under the same ids; only with a time limit the effort, and with it the answer, depends on the machine.
 */
public final class LabelAudit {

    /** The recipe that asks for an audit. */
    public static final String RECIPE = "labels";

    private final Ports ports;

    public LabelAudit(Ports ports) {
        this.ports = ports;
    }

    /**
     * Whether an audit could be asked for with these settings.
     *
     * @throws InvalidRecipeException if it could not
     */
    public static void check(Map<String, String> settings) {
        AuditSettings.limit(settings);
    }

    /** Everything an audit needs from outside. */
    public record Ports(
            DatasetCatalogue datasets,
            TrainingSplit training,
            SuspectSink suspects,
            ProgressSink progress,
            Clock clock) {}

    /**
     * Runs to the end: suspects and {@code finished}, or {@code failed} with the reason. Failures of the infrastructure
     * come through as exceptions, and the call may be repeated.
     *
     * @throws RunInterruptedException if the service is stopping
     */
    public void run(TrainingRequested request) {
        try {
            Optional<Duration> limit = AuditSettings.limit(request.settings());
            DatasetFrozen dataset = ports.datasets()
                    .find(request.dataset(), request.datasetVersion())
                    .orElseThrow(() -> new RunFailedException("there is no frozen version " + request.datasetVersion()
                            + " of dataset " + request.dataset()));
            TrainingSplit.Content split = ports.training().read(dataset);
            say(request, Phase.STARTED, AuditSentences.started(dataset, split.entries(), limit));
            LabelExamination.Outcome outcome = limit.map(
                            time -> LabelExamination.within(time, ports.clock(), split.images(), request.seed()))
                    .orElseGet(() -> LabelExamination.with(Effort.FULL, split.images(), request.seed()));
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while examining labels");
            }
            conclude(request, dataset, split.entries(), outcome);
        } catch (InvalidRecipeException | RunFailedException | MissingObjectException e) {
            fail(request, String.valueOf(e.getMessage()));
        }
    }

    /** Gives an audit up because of something that trying again would not change. */
    public void fail(TrainingRequested request, String why) {
        say(request, Phase.FAILED, why);
    }

    private void conclude(
            TrainingRequested request,
            DatasetFrozen dataset,
            List<ManifestEntry> entries,
            LabelExamination.Outcome outcome) {
        if (outcome instanceof LabelExamination.Refused refused) {
            throw new RunFailedException(
                    "labels cannot be examined: " + AuditSentences.named(refused.reason(), dataset.labelSet()));
        }
        var findings = (LabelExamination.Findings) outcome;
        if (findings.separation().none()) {
            throw new RunFailedException("labels cannot be examined: "
                    + AuditSentences.untold(findings.separation(), entries.size(), dataset.labelSet()));
        }
        for (LabelSuspicion suspicion : findings.suspects()) {
            ports.suspects().suspected(event(request, dataset, entries.get(suspicion.image()), suspicion));
        }
        say(request, Phase.FINISHED, AuditSentences.finished(findings, dataset.labelSet()));
    }

    private LabelSuspected event(
            TrainingRequested request, DatasetFrozen dataset, ManifestEntry entry, LabelSuspicion suspicion) {
        return new LabelSuspected(
                request.runId(),
                dataset.dataset(),
                dataset.version(),
                entry.imageId(),
                dataset.labelSet().name(suspicion.given()),
                dataset.labelSet().name(suspicion.suggested()),
                suspicion.score(),
                suspicion.rank(),
                AuditSentences.named(suspicion.evidence(), dataset.labelSet()),
                ports.clock().instant());
    }

    private void say(TrainingRequested request, Phase phase, String message) {
        ports.progress()
                .publish(new TrainingProgressed(
                        request.runId(),
                        request.model(),
                        phase,
                        0,
                        0,
                        null,
                        message,
                        ports.clock().instant()));
    }
}
