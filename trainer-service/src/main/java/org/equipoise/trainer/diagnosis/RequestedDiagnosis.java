package org.equipoise.trainer.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.modelcard.Calibration;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelObjects.Serveable;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.ProgressSink;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.work.Precedence;
import org.equipoise.trainer.work.RunStarts;
import org.equipoise.trainer.work.Work;

/**
 * Examines runs that somebody asks for, healthy ones, too. Their networks are gone by then: the stored version answers
 * in their place. Whenever a training waits, the examination steps aside, and goes on behind it with the experiments
 * that are left.
 *
 * <p>What an earlier card of the same run measured and what cannot be measured again stays on the new one, which takes
 * its place: a run has one card, whoever died while it was made.
 */
public final class RequestedDiagnosis implements Work<DiagnosisRequested> {

    private final Ports ports;
    private final RunDiagnosis diagnosis;
    private final RunExamination examination;
    private final DiagnosisConfig config;
    private final Clock clock;

    /**
     * Everything it needs from outside.
     *
     * @param earlier cards
     */
    public record Ports(
            PastRuns past,
            ModelObjects versions,
            ClassifierLoader loader,
            DatasetPacks packs,
            NetworkFactory networks,
            DiagnosisObjects earlier,
            ProgressSink progress,
            RunStarts starts,
            Precedence precedence) {}

    /** @param diagnosis makes the cards */
    public RequestedDiagnosis(Ports ports, RunDiagnosis diagnosis, DiagnosisConfig config, Clock clock) {
        this.ports = ports;
        this.diagnosis = diagnosis;
        this.config = config;
        this.clock = clock;
        examination = new RunExamination(ports.networks(), clock, ports.precedence()::taken);
    }

    @Override
    public String id(DiagnosisRequested request) {
        return request.requestId();
    }

    @Override
    public void run(DiagnosisRequested request) {
        ports.starts()
                .guard(
                        request.requestId(),
                        0,
                        () -> examine(request),
                        processes -> fail(
                                request,
                                "the trainer's process ended " + processes
                                        + " times in a row while it examined this run; its log may say why"));
    }

    @Override
    public void fail(DiagnosisRequested request, String why) {
        say(request, Phase.FAILED, why);
    }

    private void examine(DiagnosisRequested request) {
        try {
            Duration left = budget(request);
            AskedRun first = AskedRun.of(request, ports.versions(), ports.past());
            RunExamination.Findings before = earlier(first.run());
            say(request, Phase.STARTED, started(first, left));
            while (true) {
                waitForTrainings(request);
                AskedRun asked = AskedRun.of(request, ports.versions(), ports.past());
                Instant begin = clock.instant();
                Attempt attempt = attempt(asked, left, before);
                if (!attempt.findings().steppedAside()) {
                    // A repair may have been told while trainings went first.
                    Diagnosis.Repair repair =
                            earlierCard(asked.run()).map(Diagnosis::repair).orElse(null);
                    Diagnosis card = diagnosis.tell(
                            attempt.subject(),
                            attempt.examined(),
                            attempt.findings(),
                            repair,
                            diagnosis.patience(begin.plus(left), sign -> say(request, Phase.EPOCH, sign)));
                    say(request, Phase.FINISHED, card.sentence());
                    return;
                }
                before = attempt.findings();
                Duration rest = left.minus(Duration.between(begin, clock.instant()));
                left = rest.isNegative() ? Duration.ZERO : rest;
            }
        } catch (RunFailedException | InvalidRecipeException | UnusableModelException e) {
            fail(request, String.valueOf(e.getMessage()));
        } catch (MissingObjectException e) {
            fail(request, "what the run was made of is gone: " + e.getMessage());
        }
    }

    private void waitForTrainings(DiagnosisRequested request) {
        if (!ports.precedence().taken()) {
            return;
        }
        say(request, Phase.RESUMED, "waits while a training goes first");
        try {
            ports.precedence().awaitFree();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterruptedException("stopped while a training went first");
        }
    }

    private record Attempt(RunDiagnosis.Subject subject, ExaminedRun examined, RunExamination.Findings findings) {}

    private Attempt attempt(AskedRun asked, Duration budget, RunExamination.Findings before) {
        EndedRun run = asked.run();
        Optional<Serveable> version = asked.version();
        if (version.isEmpty()) {
            ExaminedRun examined = diagnosis.examined(run, null);
            String condition = run.failure().isEmpty()
                    ? "its version is not in the registry any more: nobody knows what it answers"
                    : "failed: " + run.failure();
            return new Attempt(
                    new RunDiagnosis.Subject(run, null, condition, null),
                    examined,
                    examination.examine(examined, budget, before, null));
        }
        try (Classifier served = ports.loader().load(version.get().champion())) {
            SplitPredictions test = ServedAnswers.of(served, ports.packs(), run.dataset(), Split.TEST);
            SplitPredictions validation = ServedAnswers.of(served, ports.packs(), run.dataset(), Split.VALIDATION);
            ExaminedRun examined = diagnosis.examined(run, uncorrected(version.get(), validation));
            String condition = diagnosis
                    .condition(test, run.dataset().labelSet())
                    .orElse(test.size() == 0 ? "there are no test images to judge it by" : "no class is lost");
            return new Attempt(
                    new RunDiagnosis.Subject(run, version.get().trained().version(), condition, test),
                    examined,
                    examination.examine(
                            examined,
                            budget,
                            before,
                            images -> ServedAnswers.probabilities(
                                    served, images, run.dataset().labelSet().size())));
        }
    }

    /** What the network answered before its correction, where the card says what that is. */
    private SplitPredictions uncorrected(Serveable version, SplitPredictions answers) {
        Calibration calibration = ports.versions()
                .card(version.trained().artifactKey())
                .map(ModelCard::calibration)
                .orElse(null);
        List<Double> offsets = calibration == null ? null : calibration.offsets();
        return calibration == null || offsets == null
                ? answers
                : new LogitCorrection(offsets, calibration.exported() ? calibration.temperature() : 1)
                        .inverse()
                        .applied(answers);
    }

    /** What a card says that was made while the run's network was there; but not what is told in words only. */
    private RunExamination.Findings earlier(EndedRun run) {
        Evidence known = Evidence.NONE;
        List<NamedEvidence> measured = earlierCard(run).map(Diagnosis::evidence).orElse(List.of());
        for (NamedEvidence one : measured) {
            Measure measure = Measure.named(one.measure()).orElse(Measure.PREPROCESSING_GAIN);
            known = measure == Measure.PREPROCESSING_GAIN ? known : known.with(measure, one.value());
        }
        return new RunExamination.Findings(known, null, List.of(), false);
    }

    private Optional<Diagnosis> earlierCard(EndedRun run) {
        return ports.earlier().card(run.request().model(), run.request().runId());
    }

    private Duration budget(DiagnosisRequested request) {
        Double minutes = request.minutes();
        return minutes == null ? config.budget() : Duration.ofMillis(Math.round(minutes * 60_000));
    }

    private static String started(AskedRun asked, Duration budget) {
        return "examines run " + asked.run().request().runId()
                + asked.version()
                        .map(version -> ", version " + version.trained().version())
                        .orElse("")
                + (budget.isZero()
                        ? ", without experiments"
                        : ", with experiments for " + budget.toSeconds() + " s at most");
    }

    private void say(DiagnosisRequested request, Phase phase, String message) {
        ports.progress()
                .publish(new TrainingProgressed(
                        request.requestId(), subject(request.model()), phase, 0, 0, null, message, clock.instant()));
    }

    /** Not the name of a model: an examination must not stand in the way of the meters of one. */
    private static String subject(String model) {
        return model.substring(0, Math.min(53, model.length())) + "-diagnosis";
    }
}
