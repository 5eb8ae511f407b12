package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.PriorShift;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.optimisation.LearningRateCurve;
import org.equipoise.trainer.optimisation.LearningRateRangeTest;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;

/** Short runs with one thing changed, and what they show; each works on fresh networks and leaves nothing behind. */
final class Experiments {

    /** Adam's usual rate, at which a sound network learns. */
    private static final double USUAL_RATE = 1e-3;

    private static final int BATCH = 32;
    private static final int SHORT_STEPS = 80;
    private static final int BY_HEART = 64;
    private static final int BY_HEART_STEPS = 80;
    private static final int SWEEP_STEPS = 40;
    private static final double LOWEST_RATE = 1e-6;
    private static final double HIGHEST_RATE = 1;
    private static final int MOST_SHIFT = 10;

    private final ExaminedRun run;
    private final NetworkFactory networks;
    private final LabelledImages judged;
    private final double before;

    /** @param judged validation images, or some of them */
    Experiments(ExaminedRun run, NetworkFactory networks, LabelledImages judged) {
        this.run = run;
        this.networks = networks;
        this.judged = judged;
        SplitPredictions answers = run.answers();
        before = answers == null || answers.size() == 0
                ? 1.0 / run.classes()
                : ofTrained(run, networks, judged)
                        .orElseGet(() -> answers.confusion().balancedAccuracy());
    }

    /**
     * What the trained network answers by itself where a companion answers, too: a short run has none to help it. Empty
     * where there is none, or the network is left no longer.
     */
    private static Optional<Double> ofTrained(ExaminedRun run, NetworkFactory networks, LabelledImages judged) {
        if (run.recipe().network().companion() != Recipe.Companion.BACKBONE) {
            return Optional.empty();
        }
        return KeptNetwork.of(run, networks).map(kept -> {
            try (kept) {
                return kept.balancedAccuracy(judged);
            }
        });
    }

    /** Without any training: the prior subtracted, and how the answers rank. */
    static Evidence ofAnswers(ExaminedRun run, SplitPredictions answers) {
        LabelledProbabilities labelled = answers.labelled().orElse(null);
        if (labelled == null) {
            return Evidence.NONE;
        }
        double total = run.counts().stream().mapToLong(Long::longValue).sum();
        List<Double> shares = run.counts().stream().map(n -> n / total).toList();
        List<Double> even = IntStream.range(0, run.classes())
                .mapToObj(k -> 1.0 / run.classes())
                .toList();
        ConfusionMatrix corrected = new PriorShift(shares, even).apply(labelled).confusion();
        double gain = corrected.balancedAccuracy() - labelled.confusion().balancedAccuracy();
        Evidence found = Evidence.NONE.with(Measure.PRIOR_GAIN, gain);
        var ranking = RocAuc.of(labelled).macro();
        return ranking.isPresent() ? found.with(Measure.RANKING, ranking.getAsDouble()) : found;
    }

    /** Whether the network can learn a few images by heart, at a usual rate. */
    double byHeart() {
        return byHeart(Optimiser.adam(), USUAL_RATE);
    }

    /** The same with the run's own optimiser and rate. */
    double byHeartAsSet() {
        return byHeart(optimiser(), rate());
    }

    /** Dropout alone keeps no network from learning by heart, but makes it slow. */
    private double byHeart(Optimiser optimiser, double rate) {
        Shard few = Draw.balanced(run.training(), run.classes(), 1, BY_HEART, run.seed())
                .batch(0, BY_HEART);
        try (var shortRun = new ShortRun(networks, run.network().alone(), optimiser, run.seed())) {
            shortRun.train(Draw.mixed(few, BY_HEART_STEPS, BATCH, run.seed()), BY_HEART_STEPS, BATCH, rate);
            return shortRun.answers(few).accuracy();
        }
    }

    /** Logarithm of the rate at which a fresh network's loss falls fastest, by the run's rate. */
    double bestRate() {
        List<Double> rates = LearningRateRangeTest.rates(LOWEST_RATE, HIGHEST_RATE, SWEEP_STEPS);
        List<Double> losses = new ArrayList<>();
        Draw draw = Draw.balanced(run.training(), run.classes(), SWEEP_STEPS, BATCH, run.seed());
        try (var shortRun = new ShortRun(networks, run.network(), optimiser(), run.seed())) {
            for (double rate : rates) {
                losses.add(shortRun.step(draw, BATCH, rate));
            }
        }
        double best = new LearningRateRangeTest(USUAL_RATE)
                .suggest(new LearningRateCurve(rates, losses))
                .rate();
        return Math.log10(best / rate());
    }

    /** The run's settings on balanced batches of the images as they were trained on. */
    double balancedGain() {
        return gain(
                run.network(),
                optimiser(),
                rate(),
                Draw.balanced(asTrained(), run.classes(), SHORT_STEPS, BATCH, run.seed()));
    }

    /** The run's settings on images that are not augmented. */
    double withoutAugmentationGain() {
        return gain(run.network(), optimiser(), rate(), Draw.mixed(run.training(), SHORT_STEPS, BATCH, run.seed()));
    }

    /** The run's settings on images that are shifted and brightened a little. */
    double augmentationGain() {
        return gain(
                run.network(),
                optimiser(),
                rate(),
                Draw.mixed(
                        MildAugmentation.of(run.training(), MOST_SHIFT, run.seed()), SHORT_STEPS, BATCH, run.seed()));
    }

    /** Adam at its usual rate in mixed batches of the images as they were trained on. */
    double learningGain() {
        return gain(
                run.network(), Optimiser.adam(), USUAL_RATE, Draw.mixed(asTrained(), SHORT_STEPS, BATCH, run.seed()));
    }

    /** The article's network at the run's settings. */
    double capacityGain() {
        return gain(
                NetworkDescription.articleCnn(run.network().seen(), run.classes(), 0)
                        .fed(run.network().input())
                        .seenThrough(run.network().window()),
                optimiser(),
                rate(),
                Draw.mixed(asTrained(), SHORT_STEPS, BATCH, run.seed()));
    }

    /** The run's settings without some of its training images. */
    double withoutGain(Set<Integer> doubted) {
        int[] kept = IntStream.range(0, run.training().size())
                .filter(image -> !doubted.contains(image))
                .toArray();
        return kept.length == 0
                ? 0
                : gain(
                        run.network(),
                        optimiser(),
                        rate(),
                        Draw.mixed(Spread.chosen(run.training(), kept), SHORT_STEPS, BATCH, run.seed()));
    }

    private LabelledImages asTrained() {
        Shard drawn = run.unmixed();
        return drawn == null ? run.training() : drawn;
    }

    private double gain(NetworkDescription network, Optimiser optimiser, double rate, Draw draw) {
        try (var shortRun = new ShortRun(networks, network, optimiser, run.seed())) {
            shortRun.train(draw, SHORT_STEPS, BATCH, rate);
            return shortRun.answers(judged).balancedAccuracy() - before;
        }
    }

    private Optimiser optimiser() {
        return run.recipe().optimiser().optimiser();
    }

    private double rate() {
        return run.recipe().schedule().learningRate();
    }
}
