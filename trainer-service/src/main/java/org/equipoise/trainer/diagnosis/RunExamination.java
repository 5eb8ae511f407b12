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
import java.util.function.Function;
import java.util.function.Predicate;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.proof.Agenda;
import org.equipoise.trainer.network.NetworkKind;
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
     * @param steppedAside whether other work kept one of them from beginning, and not the time
     */
    public record Findings(
            Evidence evidence, @Nullable String preprocessing, List<Measure> skipped, boolean steppedAside) {

        /** Nothing yet. */
        static final Findings NONE = new Findings(Evidence.NONE, null, List.of(), false);

        public Findings {
            skipped = List.copyOf(skipped);
        }
    }

    /** Examines a run within a time, which facts and telemetry may exceed. */
    public Findings examine(ExaminedRun run, Duration budget) {
        return examine(run, budget, new Early(budget, evidence -> false), Findings.NONE, null);
    }

    /**
     * The same, and sooner at an end where enough is known.
     *
     * @param onceProved time after which no experiment begins once a cause is proved
     * @param proved whether it is, by what was found so far
     */
    Findings examine(ExaminedRun run, Duration budget, Duration onceProved, Predicate<Evidence> proved) {
        return examine(run, budget, new Early(onceProved, proved), Findings.NONE, null);
    }

    /** When an examination may end before its time. */
    private record Early(Duration from, Predicate<Evidence> proved) {}

    /**
     * The same of a run whose network may be gone.
     *
     * @param before what was found already: experiments that were made are not repeated
     * @param served answers in its place; absent where no version is stored
     */
    Findings examine(ExaminedRun run, Duration budget, Findings before, InBytes.@Nullable Answering served) {
        return examine(run, budget, new Early(budget, evidence -> false), before, served);
    }

    private Findings examine(
            ExaminedRun run, Duration budget, Early early, Findings before, InBytes.@Nullable Answering served) {
        return new Examination(run, clock.instant().plus(budget), early, before, served).findings();
    }

    private final class Examination {

        private final ExaminedRun run;
        private final Instant end;
        private final Instant earlyEnd;
        private final Predicate<Evidence> proved;
        private final List<Measure> skipped = new ArrayList<>();
        private final LabelledImages judged;
        private final InBytes.@Nullable Answering served;
        private Evidence evidence;
        private Duration longest = Duration.ZERO;
        private @Nullable String preprocessing;
        private boolean steppedAside;
        private Set<Integer> doubted = Set.of();

        Examination(ExaminedRun run, Instant end, Early early, Findings before, InBytes.@Nullable Answering served) {
            this.run = run;
            this.end = end;
            earlyEnd = clock.instant().plus(early.from());
            proved = early.proved();
            this.served = served;
            judged = Spread.of(run.validation(), MOST_JUDGED);
            preprocessing = before.preprocessing();
            evidence = before.evidence().and(RunFacts.of(run)).and(RunTelemetry.of(run));
        }

        Findings findings() {
            SplitPredictions answers = run.answers();
            if (answers != null) {
                evidence = evidence.and(Experiments.ofAnswers(run, answers));
            }
            otherLearner();
            if (run.network().kind() == NetworkKind.BACKBONE) {
                // Experiments train the network anew, and this one is not trained.
                searchServed();
                return new Findings(evidence, preprocessing, skipped, steppedAside);
            }
            suspected();
            Optional<KeptNetwork> kept = KeptNetwork.of(run, networks);
            if (kept.isPresent()) {
                try (KeptNetwork network = kept.get()) {
                    evidence = evidence.and(network.facts());
                    ofNetwork(network);
                }
            } else {
                searchServed();
            }
            if (run.training().size() > 0) {
                fresh();
            }
            return new Findings(evidence, preprocessing, skipped, steppedAside);
        }

        private void searchServed() {
            if (served != null) {
                searched(enough -> InBytes.search(served, judged, run.classes(), enough));
            }
        }

        /** Costs little, and whether the labels are what is wrong hardly anything else tells. */
        private void otherLearner() {
            if (time(Measure.OTHER_LEARNER)) {
                Instant begin = clock.instant();
                OtherLearner.Opinion opinion = OtherLearner.of(run);
                evidence = evidence.and(opinion.evidence());
                doubted = opinion.doubted();
                took(begin);
            }
        }

        private void ofNetwork(KeptNetwork network) {
            searched(enough -> network.preprocessing(judged, enough));
            if (judged.size() > 0 && run.training().size() > 0) {
                experiment(Measure.BATCH_STATISTICS_GAIN, () -> network.batchStatisticsGain(judged));
            }
        }

        /** @param search is told when to stop */
        private void searched(Function<BooleanSupplier, SearchResult> search) {
            // The preprocessings that are tried change samples of 8 bits.
            boolean sought = judged.size() > 0 && run.network().window() == null;
            if (!sought || !time(Measure.PREPROCESSING_GAIN)) {
                return;
            }
            Instant begin = clock.instant();
            Instant part = begin.plus(Duration.between(begin, end).dividedBy(SEARCHED));
            Instant until = part.isBefore(last()) ? part : last();
            SearchResult result =
                    search.apply(() -> enough.getAsBoolean() || !clock.instant().isBefore(until));
            took(begin);
            if (result.verdict() != SearchResult.Verdict.TOO_FEW_IMAGES) {
                evidence = evidence.with(Measure.PREPROCESSING_GAIN, result.gain());
                preprocessing = result.found()
                        .map(found -> found.preprocessing().words())
                        .orElse(null);
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
            if (!skipped.contains(measure) && time(measure)) {
                Instant begin = clock.instant();
                evidence = evidence.with(measure, made.getAsDouble());
                took(begin);
            }
        }

        private boolean time(Measure measure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while examining a run");
            }
            if (evidence.value(measure).isPresent()) {
                return false;
            }
            boolean inTime = clock.instant().plus(longest).isBefore(last());
            boolean begin = inTime && !enough.getAsBoolean();
            if (!begin) {
                skipped.add(measure);
                steppedAside |= inTime;
            }
            return begin;
        }

        /** When everything has to end. */
        private Instant last() {
            return earlyEnd.isBefore(end) && proved.test(evidence) ? earlyEnd : end;
        }

        private void took(Instant begin) {
            Duration took = Duration.between(begin, clock.instant());
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
    }
}
