package org.equipoise.trainer.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.ProvedDiagnosis;
import org.equipoise.diagnosis.card.RankedDiagnosis;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.proof.ExperimentProofs;
import org.equipoise.diagnosis.ranking.Forest;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.trainer.registry.ModelVersion;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.VersionFeatures;
import org.jspecify.annotations.Nullable;

/** Diagnoses runs that collapsed, diverged, or that the gate refuses for their recalls, whatever else serves. */
public final class RunDiagnosis implements EndedRun.Aftermath {

    private final DatasetPacks packs;
    private final VersionFeatures features;
    private final RunExamination examination;
    private final Forest forest;
    private final Predicate<Evaluation> refused;
    private final BooleanSupplier othersWait;
    private final DiagnosisSink sink;
    private final DiagnosisRequests requests;
    private final DiagnosisConfig config;
    private final Clock clock;

    /**
     * @param features what a pretrained network sees, where one is kept
     * @param refused whether the gate refuses such answers on the test split
     * @param othersWait whether another run waits for this trainer
     * @param requests where experiments are asked for that were not made because another run waited
     */
    public RunDiagnosis(
            DatasetPacks packs,
            VersionFeatures features,
            NetworkFactory networks,
            Forest forest,
            Predicate<Evaluation> refused,
            BooleanSupplier othersWait,
            DiagnosisSink sink,
            DiagnosisRequests requests,
            DiagnosisConfig config,
            Clock clock) {
        this.packs = packs;
        this.features = features;
        this.forest = forest;
        this.refused = refused;
        this.othersWait = othersWait;
        this.sink = sink;
        this.requests = requests;
        this.config = config;
        this.clock = clock;
        examination = new RunExamination(networks, clock, othersWait);
    }

    @Override
    public void after(EndedRun run) {
        condition(run).ifPresent(condition -> diagnose(run, condition));
    }

    /** What is wrong with a run, in words; empty where nothing is that a diagnosis could explain. */
    Optional<String> condition(EndedRun run) {
        TrainedModel model = run.model();
        if (model == null) {
            return run.telemetry().isEmpty() && !run.failure().contains("diverge")
                    ? Optional.empty()
                    : Optional.of("failed: " + run.failure());
        }
        return condition(model.test(), run.dataset().labelSet());
    }

    /** What is wrong with answers on the test split. */
    Optional<String> condition(SplitPredictions answers, LabelSet labels) {
        if (answers.size() == 0) {
            return Optional.empty();
        }
        Evaluation test = Evaluation.of(answers.confusion(), labels);
        Optional<String> fault = AnswerFault.words(test);
        return fault.isPresent() || !refused.test(test) ? fault : Optional.of("refused: its recalls are too low");
    }

    private void diagnose(EndedRun run, String condition) {
        TrainedModel model = run.model();
        var subject = model == null
                ? new Subject(run, null, condition, null)
                : new Subject(run, ModelVersion.of(model), condition, model.test());
        boolean givesWay = othersWait.getAsBoolean();
        Instant until = clock.instant().plus(config.budget());
        ExaminedRun examined = examined(run, run.uncorrected());
        RunExamination.Findings findings = examination.examine(
                examined, givesWay ? Duration.ZERO : config.budget(), config.onceProved(), this::proved);
        // The run was told to be over before: nobody waits for a sign of it.
        tell(subject, examined, findings, null, patience(until, sign -> {}));
        if ((givesWay || findings.steppedAside())
                && !findings.skipped().isEmpty()
                && !config.budget().isZero()) {
            requests.request(later(run));
        }
    }

    /** Whether an experiment proves the most probable cause: another that it proves may be a neighbour of that. */
    private boolean proved(Evidence evidence) {
        Cause first = Ranking.of(forest, evidence).causes().get(0).cause();
        return ExperimentProofs.of(evidence).stream().anyMatch(one -> one.cause() == first);
    }

    /** Asks for what is left of an examination, for when no training waits. Asked twice, it is the same request. */
    private DiagnosisRequested later(EndedRun run) {
        String runId = run.request().runId();
        return new DiagnosisRequested(
                "later-" + Sha256.hex(runId).substring(0, 16),
                run.request().model(),
                null,
                runId,
                config.budget().toMillis() / 60_000.0,
                clock.instant());
    }

    /**
     * What is looked at.
     *
     * @param version that the run made, absent where it made none
     * @param condition what is wrong with its answers, in words
     * @param test its answers on the test split, absent where it gives none
     */
    record Subject(
            EndedRun run,
            @Nullable String version,
            String condition,
            @Nullable SplitPredictions test) {

        /** As a person names it. */
        String words() {
            return "model " + run.request().model() + (version == null ? "" : " " + version) + ", run "
                    + run.request().runId();
        }
    }

    /**
     * Makes the card of what was found, and tells it.
     *
     * @param repair that an earlier card of the run tells of; absent where none was tried
     * @param patience with a pretrained network that looks at images
     */
    Diagnosis tell(
            Subject subject,
            ExaminedRun examined,
            RunExamination.Findings findings,
            Diagnosis.@Nullable Repair repair,
            VersionFeatures.Patience patience) {
        EndedRun run = subject.run();
        Ranking ranking = Ranking.of(forest, findings.evidence());
        SplitPredictions judged = subject.test();
        var said = new RankedDiagnosis.Examined(
                subject.words(),
                subject.condition(),
                judged == null
                        ? List.of()
                        : recalls(judged.confusion(), run.dataset().labelSet()),
                judgedBy(examined),
                findings.preprocessing(),
                findings.skipped());
        Diagnosis ranked = RankedDiagnosis.of(said, ranking, clock.instant());
        TrainingHistory history = history(run);
        Diagnosis card = Deduced.with(
                ranked,
                findings.evidence(),
                pretrained(run, patience),
                Deduced.of(subject.words(), examined, run.dataset().labelSet(), history, ranked.at())
                        .orElse(null));
        Diagnosis.Run trained = trained(subject, history);
        Diagnosis proposed = Repairs.propose(
                ProvedDiagnosis.of(card, ExperimentProofs.of(findings.evidence()), said),
                run.recipe(),
                findings,
                trained,
                run.dataset().modality());
        Diagnosis known = run.dataset().window() == null
                ? proposed
                : proposed.without(new Diagnosis.Missing(
                        Measure.PREPROCESSING_GAIN.wireName(),
                        InBytes.NOT_SOUGHT,
                        Measure.PREPROCESSING_GAIN.meaning()));
        Diagnosis whole = repair == null ? known : known.repaired(repair);
        sink.made(Announcement.event(whole, trained), whole, Announcement.page(whole, trained));
        return whole;
    }

    /** With the time that experiments left, and with none while others wait; what is kept is read anyway. */
    VersionFeatures.Patience patience(Instant until, Consumer<String> signs) {
        return new VersionFeatures.Patience(
                () -> othersWait.getAsBoolean() || !clock.instant().isBefore(until), signs);
    }

    private Optional<Diagnosis.NamedEvidence> pretrained(EndedRun run, VersionFeatures.Patience patience) {
        return PretrainedLearner.of(
                run.dataset(),
                run.recipe().network().backbone(),
                features,
                config.mostImages(),
                run.request().seed(),
                patience);
    }

    private static Diagnosis.Run trained(Subject subject, @Nullable TrainingHistory history) {
        EndedRun run = subject.run();
        TrainingRequested request = run.request();
        SplitPredictions test = subject.test();
        List<EpochTelemetry> epochs = run.telemetry();
        return new Diagnosis.Run(
                request.runId(),
                request.model(),
                subject.version(),
                request.dataset(),
                request.datasetVersion(),
                request.recipe(),
                request.settings(),
                request.seed(),
                test == null || test.size() == 0
                        ? null
                        : Evaluation.of(test.confusion(), run.dataset().labelSet()),
                history,
                epochs.isEmpty()
                        ? null
                        : Double.valueOf(epochs.get(epochs.size() - 1).priorEntropy()));
    }

    private static @Nullable TrainingHistory history(EndedRun run) {
        List<EpochTelemetry> epochs = run.telemetry();
        return epochs.isEmpty()
                ? null
                : new TrainingHistory(
                        IntStream.range(0, epochs.size())
                                .mapToObj(i -> epoch(i + 1, epochs.get(i)))
                                .toList(),
                        null);
    }

    private static TrainingHistory.Epoch epoch(int number, EpochTelemetry said) {
        return new TrainingHistory.Epoch(
                number,
                said.trainLoss(),
                said.validationLoss(),
                null,
                said.accuracy(),
                said.balancedAccuracy(),
                said.learningRate());
    }

    /** What gains are counted from: the balanced accuracy on validation images, that of guessing without answers. */
    private static double judgedBy(ExaminedRun run) {
        SplitPredictions answers = run.answers();
        return answers == null || answers.size() == 0
                ? 1.0 / run.classes()
                : answers.confusion().balancedAccuracy();
    }

    /** @param answers on the validation split, before any correction; absent where there are none */
    ExaminedRun examined(EndedRun run, @Nullable SplitPredictions answers) {
        Spread validation = read(run, Split.VALIDATION);
        return new ExaminedRun(
                run.recipe(),
                run.network(),
                run.request().seed(),
                run.counts(),
                read(run, Split.TRAIN).images(),
                validation.images(),
                drawn(run),
                answers == null ? null : validation.of(answers),
                run.telemetry(),
                run.checkpoint().get(),
                run.failure());
    }

    private Spread read(EndedRun run, Split split) {
        int all = run.dataset().packs(split).stream()
                .mapToInt(DatasetFrozen.Pack::images)
                .sum();
        var spread = new Spread(run.dataset().format(), all, config.mostImages());
        packs.read(run.dataset(), split, spread::add);
        return spread;
    }

    private static @Nullable Shard drawn(EndedRun run) {
        try {
            return run.drawn().get();
        } catch (RunFailedException e) {
            // Nobody made it in time: what it would have told is missing.
            return null;
        }
    }

    private static List<Diagnosis.ClassRecall> recalls(ConfusionMatrix answers, LabelSet labels) {
        return IntStream.range(0, answers.classes())
                .filter(k -> answers.support(k) > 0)
                .mapToObj(k -> new Diagnosis.ClassRecall(
                        labels.name(k), answers.support(k), answers.recall(k).orElseThrow(), null))
                .toList();
    }
}
