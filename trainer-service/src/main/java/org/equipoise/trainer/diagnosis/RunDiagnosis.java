package org.equipoise.trainer.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.ProvedDiagnosis;
import org.equipoise.diagnosis.card.RankedDiagnosis;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.proof.ExperimentProofs;
import org.equipoise.diagnosis.proof.ProvedCause;
import org.equipoise.diagnosis.ranking.Likelihoods;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.trainer.registry.ModelVersion;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.jspecify.annotations.Nullable;

/** Diagnoses runs that collapsed, diverged, or that the gate refuses for their recalls, whatever else serves. */
public final class RunDiagnosis implements EndedRun.Aftermath {

    private final DatasetPacks packs;
    private final RunExamination examination;
    private final Likelihoods likelihoods;
    private final Predicate<Evaluation> refused;
    private final BooleanSupplier othersWait;
    private final DiagnosisSink sink;
    private final DiagnosisConfig config;
    private final Clock clock;

    /**
     * @param refused whether the gate refuses such answers on the test split
     * @param othersWait whether another run waits for this trainer
     */
    public RunDiagnosis(
            DatasetPacks packs,
            NetworkFactory networks,
            Likelihoods likelihoods,
            Predicate<Evaluation> refused,
            BooleanSupplier othersWait,
            DiagnosisSink sink,
            DiagnosisConfig config,
            Clock clock) {
        this.packs = packs;
        this.likelihoods = likelihoods;
        this.refused = refused;
        this.othersWait = othersWait;
        this.sink = sink;
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
        LabelSet labels = run.dataset().labelSet();
        TrainedModel model = run.model();
        if (model == null) {
            return run.telemetry().isEmpty() && !run.failure().contains("diverge")
                    ? Optional.empty()
                    : Optional.of("failed: " + run.failure());
        }
        if (model.test().size() == 0) {
            return Optional.empty();
        }
        Evaluation test = Evaluation.of(model.test().confusion(), labels);
        Optional<String> fault = AnswerFault.words(test);
        return fault.isPresent() || !refused.test(test) ? fault : Optional.of("refused: its recalls are too low");
    }

    private void diagnose(EndedRun run, String condition) {
        ExaminedRun examined = examined(run);
        Duration budget = othersWait.getAsBoolean() ? Duration.ZERO : config.budget();
        RunExamination.Findings findings = examination.examine(examined, budget, config.onceProved());
        Ranking ranking = Ranking.of(likelihoods, findings.evidence());
        TrainedModel model = run.model();
        String version = model == null ? null : ModelVersion.of(model);
        String subject = "model " + run.request().model() + (version == null ? "" : " " + version) + ", run "
                + run.request().runId();
        SplitPredictions judged = model == null ? null : model.test();
        var said = new RankedDiagnosis.Examined(
                subject,
                condition,
                judged == null
                        ? List.of()
                        : recalls(judged.confusion(), run.dataset().labelSet()),
                judgedBy(examined),
                findings.preprocessing(),
                findings.skipped());
        Diagnosis ranked = RankedDiagnosis.of(said, ranking, clock.instant());
        TrainingHistory history = history(run);
        // What is proved needs no ranking, and what no ranking was learnt for can only be proved.
        Diagnosis card = Deduced.of(subject, examined, run.dataset().labelSet(), history, ranked.at())
                .filter(deduced ->
                        !deduced.causes().isEmpty() || likelihoods.measures().isEmpty())
                .map(deduced -> Deduced.with(deduced, ranked, findings.evidence()))
                .orElse(ranked);
        List<ProvedCause> proved = ExperimentProofs.of(findings.evidence());
        Diagnosis.Run trained = trained(run, version, history);
        Diagnosis whole = Repairs.propose(
                proved.isEmpty() ? card : ProvedDiagnosis.of(card, proved, said), run.recipe(), findings, trained);
        sink.made(Announcement.event(whole, trained), whole, Announcement.page(whole, trained));
    }

    private static Diagnosis.Run trained(EndedRun run, @Nullable String version, @Nullable TrainingHistory history) {
        TrainingRequested request = run.request();
        TrainedModel model = run.model();
        List<EpochTelemetry> epochs = run.telemetry();
        return new Diagnosis.Run(
                request.runId(),
                request.model(),
                version,
                request.dataset(),
                request.datasetVersion(),
                request.recipe(),
                request.settings(),
                request.seed(),
                model == null || model.test().size() == 0
                        ? null
                        : Evaluation.of(model.test().confusion(), run.dataset().labelSet()),
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

    private ExaminedRun examined(EndedRun run) {
        Spread validation = read(run, Split.VALIDATION);
        SplitPredictions answers = run.uncorrected();
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
        var spread = new Spread(run.dataset().shape(), all, config.mostImages());
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
