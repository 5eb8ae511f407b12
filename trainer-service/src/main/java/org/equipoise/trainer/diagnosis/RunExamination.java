package org.equipoise.trainer.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.proof.Agenda;
import org.equipoise.diagnosis.proof.ExperimentProofs;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * Measures a run: facts, what it said, then experiments, what these suspect first, the cheapest first among the others,
 * as long as the time lasts. An experiment is begun when as much time is left as the longest one before it took.
 */
public final class RunExamination {

    /** Validation images that experiments are judged by, at most. */
    private static final int MOST_JUDGED = 256;

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
     * @param preprocessing what was done to the images where that made the network answer best; absent where nothing
     *     did
     * @param skipped experiments that there was no time for
     */
    public record Findings(Evidence evidence, @Nullable String preprocessing, List<Measure> skipped) {

        public Findings {
            skipped = List.copyOf(skipped);
        }
    }

    /** Examines a run within a time, which facts and telemetry may exceed. */
    public Findings examine(ExaminedRun run, Duration budget) {
        return examine(run, budget, budget);
    }

    /**
     * The same, and sooner at an end where something is proved.
     *
     * @param onceProved time after which no experiment begins once a cause is proved
     */
    public Findings examine(ExaminedRun run, Duration budget, Duration onceProved) {
        Instant now = clock.instant();
        return new Examination(run, now.plus(budget), now.plus(onceProved)).findings();
    }

    private final class Examination {

        private final ExaminedRun run;
        private final Instant end;
        private final Instant endOnceProved;
        private final List<Measure> skipped = new ArrayList<>();
        private final LabelledImages judged;
        private Evidence evidence;
        private Duration longest = Duration.ZERO;
        private @Nullable String preprocessing;
        private Set<Integer> doubted = Set.of();

        Examination(ExaminedRun run, Instant end, Instant endOnceProved) {
            this.run = run;
            this.end = end;
            this.endOnceProved = endOnceProved;
            judged = Spread.of(run.validation(), MOST_JUDGED);
            evidence = RunFacts.of(run).and(RunTelemetry.of(run));
        }

        Findings findings() {
            SplitPredictions answers = run.answers();
            if (answers != null) {
                evidence = evidence.and(Experiments.ofAnswers(run, answers));
            }
            suspected();
            Optional<KeptNetwork> kept = KeptNetwork.of(run, networks);
            if (kept.isPresent()) {
                try (KeptNetwork network = kept.get()) {
                    evidence = evidence.and(network.facts());
                    ofNetwork(network);
                }
            }
            if (time(Measure.OTHER_LEARNER)) {
                Instant begin = clock.instant();
                OtherLearner.Opinion opinion = OtherLearner.of(run);
                evidence = evidence.and(opinion.evidence());
                doubted = opinion.doubted();
                took(begin);
            }
            suspected();
            if (run.training().size() > 0) {
                fresh();
            }
            return new Findings(evidence, preprocessing, skipped);
        }

        private void ofNetwork(KeptNetwork network) {
            if (judged.size() == 0) {
                return;
            }
            experiment(Measure.PREPROCESSING_GAIN, () -> {
                KeptNetwork.Found found = network.preprocessing(judged);
                preprocessing = found.words();
                return found.gain();
            });
            if (run.training().size() > 0) {
                experiment(Measure.BATCH_STATISTICS_GAIN, () -> network.batchStatisticsGain(judged));
            }
        }

        /** What is known already may suspect something: then what would prove it goes first. */
        private void suspected() {
            if (run.training().size() > 0 && judged.size() > 0) {
                Map<Measure, DoubleSupplier> gains = gains();
                var experiments = new Experiments(run, networks, judged);
                gains.put(Measure.BEST_RATE, experiments::bestRate);
                // Only where labels are doubted there is something to leave out.
                gains.put(Measure.DOUBTED_LABELS_GAIN, () -> experiments.withoutGain(doubted));
                Agenda.first(evidence).forEach(measure -> {
                    DoubleSupplier made = gains.get(measure);
                    if (made != null) {
                        experiment(measure, made);
                    }
                });
            }
        }

        private void fresh() {
            var experiments = new Experiments(run, networks, judged);
            experiment(Measure.BEST_RATE, experiments::bestRate);
            experiment(Measure.OVERFIT, experiments::byHeart);
            experiment(Measure.OVERFIT_AS_SET, experiments::byHeartAsSet);
            if (judged.size() > 0) {
                gains().forEach(this::experiment);
            }
        }

        private Map<Measure, DoubleSupplier> gains() {
            var experiments = new Experiments(run, networks, judged);
            Map<Measure, DoubleSupplier> gains = new LinkedHashMap<>();
            gains.put(Measure.BALANCED_GAIN, experiments::balancedGain);
            gains.put(Measure.LEARNING_GAIN, experiments::learningGain);
            gains.put(Measure.WITHOUT_AUGMENTATION_GAIN, experiments::withoutAugmentationGain);
            gains.put(Measure.AUGMENTATION_GAIN, experiments::augmentationGain);
            gains.put(Measure.CAPACITY_GAIN, experiments::capacityGain);
            return gains;
        }

        private void experiment(Measure measure, DoubleSupplier made) {
            if (evidence.value(measure).isEmpty() && !skipped.contains(measure) && time(measure)) {
                Instant begin = clock.instant();
                evidence = evidence.with(measure, made.getAsDouble());
                took(begin);
            }
        }

        private boolean time(Measure measure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while examining a run");
            }
            Instant last = endOnceProved.isBefore(end)
                            && !ExperimentProofs.of(evidence).isEmpty()
                    ? endOnceProved
                    : end;
            boolean begin = clock.instant().plus(longest).isBefore(last) && !enough.getAsBoolean();
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
