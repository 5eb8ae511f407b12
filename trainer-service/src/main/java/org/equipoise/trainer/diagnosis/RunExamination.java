package org.equipoise.trainer.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * Measures a run: facts, what it said, then experiments, the cheapest first, as long as the time lasts. An experiment
 * is begun when as much time is left as the longest one before it took.
 */
public final class RunExamination {

    /** Validation images that experiments are judged by, at most. */
    private static final int MOST_JUDGED = 256;
    /** Of the time that is left, the part that the search for another preprocessing may take. */
    private static final int SEARCHED = 4;

    private final NetworkFactory networks;
    private final InstantSource clock;
    private final BooleanSupplier enough;

    /** @param enough whether no other experiment may begin, however much time is left */
    public RunExamination(NetworkFactory networks, InstantSource clock, BooleanSupplier enough) {
        this.networks = networks;
        this.clock = clock;
        this.enough = enough;
    }

    /**
     * What was found.
     *
     * @param evidence every number
     * @param preprocessing what was done to the images where that brought the accuracy back, on images by which it was
     *     not chosen, too; absent where nothing did
     * @param skipped experiments that there was no time for
     */
    public record Findings(Evidence evidence, @Nullable String preprocessing, List<Measure> skipped) {

        public Findings {
            skipped = List.copyOf(skipped);
        }
    }

    /** Examines a run within a time, which facts and telemetry may exceed. */
    public Findings examine(ExaminedRun run, Duration budget) {
        return new Examination(run, clock.instant().plus(budget)).findings();
    }

    private final class Examination {

        private final ExaminedRun run;
        private final Instant end;
        private final List<Measure> skipped = new ArrayList<>();
        private final LabelledImages judged;
        private Evidence evidence;
        private Duration longest = Duration.ZERO;
        private @Nullable String preprocessing;

        Examination(ExaminedRun run, Instant end) {
            this.run = run;
            this.end = end;
            judged = Spread.of(run.validation(), MOST_JUDGED);
            evidence = RunFacts.of(run).and(RunTelemetry.of(run));
        }

        Findings findings() {
            SplitPredictions answers = run.answers();
            if (answers != null) {
                evidence = evidence.and(Experiments.ofAnswers(run, answers));
            }
            Optional<KeptNetwork> kept = KeptNetwork.of(run, networks);
            if (kept.isPresent()) {
                try (KeptNetwork network = kept.get()) {
                    evidence = evidence.and(network.facts());
                    ofNetwork(network);
                }
            }
            if (time(Measure.OTHER_LEARNER)) {
                Instant begin = clock.instant();
                evidence = evidence.and(OtherLearner.of(run));
                took(begin);
            }
            if (run.training().size() > 0) {
                fresh();
            }
            return new Findings(evidence, preprocessing, skipped);
        }

        private void ofNetwork(KeptNetwork network) {
            if (judged.size() == 0) {
                return;
            }
            if (time(Measure.PREPROCESSING_GAIN)) {
                Instant begin = clock.instant();
                search(network, begin.plus(Duration.between(begin, end).dividedBy(SEARCHED)));
                took(begin);
            }
            if (run.training().size() > 0) {
                experiment(Measure.BATCH_STATISTICS_GAIN, () -> network.batchStatisticsGain(judged));
            }
        }

        private void search(KeptNetwork network, Instant until) {
            SearchResult result = network.preprocessing(
                    judged, () -> enough.getAsBoolean() || !clock.instant().isBefore(until));
            if (result.verdict() == SearchResult.Verdict.TOO_FEW_IMAGES) {
                return;
            }
            evidence = evidence.with(Measure.PREPROCESSING_GAIN, result.gain());
            preprocessing =
                    result.found().map(found -> found.preprocessing().words()).orElse(null);
        }

        private void fresh() {
            var experiments = new Experiments(run, networks, judged);
            experiment(Measure.BEST_RATE, experiments::bestRate);
            experiment(Measure.OVERFIT, experiments::byHeart);
            experiment(Measure.OVERFIT_AS_SET, experiments::byHeartAsSet);
            if (judged.size() > 0) {
                experiment(Measure.BALANCED_GAIN, experiments::balancedGain);
                experiment(Measure.LEARNING_GAIN, experiments::learningGain);
                experiment(Measure.WITHOUT_AUGMENTATION_GAIN, experiments::withoutAugmentationGain);
                experiment(Measure.AUGMENTATION_GAIN, experiments::augmentationGain);
                experiment(Measure.CAPACITY_GAIN, experiments::capacityGain);
            }
        }

        private void experiment(Measure measure, DoubleSupplier made) {
            if (time(measure)) {
                Instant begin = clock.instant();
                evidence = evidence.with(measure, made.getAsDouble());
                took(begin);
            }
        }

        private boolean time(Measure measure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while examining a run");
            }
            boolean begin = clock.instant().plus(longest).isBefore(end) && !enough.getAsBoolean();
            if (!begin) {
                skipped.add(measure);
            }
            return begin;
        }

        private void took(Instant begin) {
            Duration took = Duration.between(begin, clock.instant());
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
    }
}
