package org.equipoise.trainer.labels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.ProgressSink;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.VersionFeatures;
import org.jspecify.annotations.Nullable;

/**
 * Carries out requests with the recipe {@value #RECIPE}: examines the training split of a frozen version and publishes
 * the labels that are probably wrong. Nothing is stored, so a request that is delivered again is carried out again and
 * says the same under the same ids; only with a time limit the effort, and with it the answer, depends on the machine.
 */
public final class LabelAudit {

    /** The recipe that asks for an audit. */
    public static final String RECIPE = "labels";

    private final Ports ports;
    private final Duration longestLook;

    /** @param longestLook as {@link LabelAuditConfig#longestLook}; checked */
    public LabelAudit(Ports ports, Duration longestLook) {
        if (longestLook.isNegative() || longestLook.isZero()) {
            throw new IllegalArgumentException(
                    "equipoise.trainer.labels.longest-look must be above 0, got " + longestLook);
        }
        this.ports = ports;
        this.longestLook = longestLook;
    }

    /**
     * Whether an audit could be asked for with these settings.
     *
     * @throws InvalidRecipeException if it could not
     */
    public static void check(Map<String, String> settings) {
        AuditSettings.check(settings);
    }

    /** Everything an audit needs from outside. */
    public record Ports(
            DatasetCatalogue datasets,
            TrainingSplit training,
            VersionFeatures features,
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
            AuditSettings.check(request.settings());
            Optional<Duration> limit = AuditSettings.limit(request.settings());
            DatasetFrozen dataset = ports.datasets()
                    .find(request.dataset(), request.datasetVersion())
                    .orElseThrow(() -> new RunFailedException("there is no frozen version " + request.datasetVersion()
                            + " of dataset " + request.dataset()));
            TrainingSplit.Content split = ports.training().read(dataset);
            say(request, Phase.STARTED, AuditSentences.started(dataset, split.entries(), limit));
            Instant begin = ports.clock().instant();
            Sight sight = sight(request, dataset, limit);
            LabelExamination.Outcome outcome = limit.map(time -> LabelExamination.within(
                            time.minus(Duration.between(begin, ports.clock().instant())),
                            ports.clock(),
                            split.images(),
                            sight.seen(),
                            request.seed()))
                    .orElseGet(() -> LabelExamination.with(
                            Effort.FULL, split.images(), sight.seen(), () -> false, request.seed()));
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while examining labels");
            }
            conclude(request, dataset, split.entries(), outcome, sight);
        } catch (InvalidRecipeException | RunFailedException | MissingObjectException e) {
            fail(request, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a pretrained network saw.
     *
     * @param seen absent where none is kept, or none could be used
     * @param words why none could be used; empty where there is nothing to say
     */
    private record Sight(@Nullable PretrainedFeatures seen, String words) {

        static final Sight NONE = new Sight(null, "");

        /** The words that belong to a comparison of these. */
        String words(List<AuditLearner.Score> learners) {
            return seen == null || learners.size() > 1
                    ? words
                    : "; there was no time to learn from " + seen.name() + ", and to compare it";
        }
    }

    /** At most half of the time goes into looking; what is seen is kept, so the next audit has it. */
    private Sight sight(TrainingRequested request, DatasetFrozen dataset, Optional<Duration> limit) {
        Backbone backbone = ports.features()
                .network(AuditSettings.backbone(request.settings()))
                .orElse(null);
        if (backbone == null) {
            return Sight.NONE;
        }
        if (backbone.kind().features() > PretrainedFeatures.MOST) {
            return new Sight(
                    null, unused(backbone, "says more than " + PretrainedFeatures.MOST + " numbers of an image"));
        }
        if (!ports.training().hasRoomFor(dataset, backbone.kind().features())) {
            return new Sight(null, unused(backbone, "has no room in memory (equipoise.trainer.labels.most-bytes)"));
        }
        Duration time = limit.map(all -> all.dividedBy(2))
                .filter(half -> half.compareTo(longestLook) < 0)
                .orElse(longestLook);
        Instant until = ports.clock().instant().plus(time);
        var patience = new VersionFeatures.Patience(
                () -> ports.clock().instant().isAfter(until),
                sign -> say(request, Phase.EPOCH, sign + "; it may look for " + AuditSentences.minutes(time)));
        try {
            return ports.features()
                    .of(dataset, Split.TRAIN, backbone, patience)
                    .map(seen -> new Sight(
                            new PretrainedFeatures(
                                    "what " + backbone.name() + " sees",
                                    new FeatureTable(
                                            seen.rows().features(), seen.rows().values())),
                            ""))
                    .orElseGet(() -> new Sight(
                            null,
                            unused(
                                    backbone,
                                    "could not look at all images in " + AuditSentences.minutes(time)
                                            + "; the next audit goes on from there")));
        } catch (RunFailedException | MissingObjectException e) {
            return new Sight(null, unused(backbone, "cannot be used: " + e.getMessage()));
        }
    }

    private static String unused(Backbone backbone, String why) {
        return "; the pretrained network " + backbone.name() + " " + why;
    }

    /** Gives an audit up because of something that trying again would not change. */
    public void fail(TrainingRequested request, String why) {
        say(request, Phase.FAILED, why);
    }

    private void conclude(
            TrainingRequested request,
            DatasetFrozen dataset,
            List<ManifestEntry> entries,
            LabelExamination.Outcome outcome,
            Sight sight) {
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
        say(
                request,
                Phase.FINISHED,
                AuditSentences.finished(findings, dataset.labelSet()) + sight.words(findings.learners()));
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
