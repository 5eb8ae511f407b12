package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.trainer.optimisation.EpochBudget;
import org.equipoise.trainer.optimisation.LearningRateCurve;
import org.equipoise.trainer.optimisation.LearningRateRangeTest;
import org.equipoise.trainer.optimisation.LearningRateSuggestion;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;

/**
 * Steps before the first epoch, on a network that is thrown away: they find a learning rate, and how many epochs of how
 * many networks fit into the time.
 */
final class Rehearsal {

    /** Steps of the range test; a hundred span six decades in steps of a seventh. */
    private static final int SEARCH_STEPS = 100;

    static final double LOWEST_RATE = 1e-6;
    private static final double HIGHEST_RATE = 1;

    /** Steps that are timed, after some that are not: the first ones allocate. */
    private static final int TIMED_STEPS = 12;

    private static final int UNTIMED_STEPS = 4;

    private final ChosenRecipe chosen;
    private final Recipe recipe;
    private final EpochBalance balance;
    private final TrainableNetwork network;
    private final ShardSource shards;
    private final ShardSource.Plan shardPlan;
    private final Clock clock;
    private final double spent;

    /**
     * @param balance of the first epoch
     * @param spent seconds of the run so far
     */
    Rehearsal(
            ChosenRecipe chosen,
            EpochBalance balance,
            TrainableNetwork network,
            ShardSource shards,
            ShardSource.Plan shardPlan,
            Clock clock,
            double spent) {
        this.chosen = chosen;
        this.spent = spent;
        recipe = chosen.recipe();
        this.balance = balance;
        this.network = network;
        this.shards = shards;
        this.shardPlan = shardPlan;
        this.clock = clock;
    }

    /** Whether a recipe asks for anything that must be found out. */
    static boolean needed(Recipe recipe) {
        return recipe.schedule().learningRateSearch() || recipe.schedule().minutes() > 0;
    }

    /**
     * Plays the beginning of the run.
     *
     * @param validate answers what one network answers after an epoch, to be timed
     */
    RunPlan plan(Runnable validate) {
        Instant begin = clock.instant();
        byte[] untouched = network.checkpoint();
        List<String> remarks = new ArrayList<>();
        shards.certain(1);
        Shard first = shards.take(0, 0);
        double rate = learningRate(first, remarks);
        network.restore(untouched);
        if (recipe.schedule().minutes() == 0) {
            return new RunPlan(
                    chosen.choices(),
                    recipe.schedule().epochs(),
                    rate,
                    remarks,
                    null,
                    null,
                    recipe.schedule().replanned());
        }
        Fit fit = fit(first, validate, begin, remarks);
        return new RunPlan(chosen.choices(), fit.epochs(), rate, remarks, fit.members(), null, null);
    }

    private record Fit(int members, int epochs) {}

    /**
     * The steps see the classes in the shares at which only their images can lower the loss. In others, as in a plain
     * run's on rare classes, it falls first and fastest while the network learns the shares, at rates far too low to
     * learn anything else.
     */
    private double learningRate(Shard shard, List<String> remarks) {
        double given = recipe.schedule().learningRate();
        if (!recipe.schedule().learningRateSearch()) {
            return given;
        }
        Shard unbiased = shard.of(ClassTurns.order(shard.labels(), balance.unbiasedShares()));
        List<Double> rates = LearningRateRangeTest.rates(LOWEST_RATE, HIGHEST_RATE, SEARCH_STEPS);
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            losses.add(step(unbiased, i, rates.get(i)));
        }
        LearningRateSuggestion suggestion =
                new LearningRateRangeTest(given).suggest(new LearningRateCurve(rates, losses));
        remarks.add(String.format(
                Locale.ROOT,
                "learning rate %.2g with confidence %.2f: %s",
                suggestion.rate(),
                suggestion.confidence(),
                suggestion.reason()));
        return suggestion.rate();
    }

    /** Members are given up before epochs are: a short training of several networks is worth less than a whole one. */
    private Fit fit(Shard shard, Runnable validate, Instant begin, List<String> remarks) {
        int asked = recipe.schedule().epochs();
        int together = recipe.network().members();
        double limit = recipe.schedule().minutes() * 60;
        double step = StepTimes.median(clock, UNTIMED_STEPS, TIMED_STEPS, i -> step(shard, i, LOWEST_RATE));
        Instant mark = clock.instant();
        validate.run();
        double batches = Math.ceil(
                shardPlan.imagesPerEpoch() / (double) recipe.optimiser().batchSize());
        double epoch = step * batches + since(mark);
        double left = limit * EpochBudget.PLANNED_SHARE - spent - since(begin);
        int members = most(together, left, epoch * asked);
        int epochs = most(asked, left, epoch * members);
        remarks.add(String.format(
                Locale.ROOT,
                "%d of at most %d epochs fit into %.1f minutes%s: a network's step takes %.0f ms, its epoch %.1f s",
                epochs,
                asked,
                recipe.schedule().minutes(),
                together == 1 ? "" : ", with " + members + " of at most " + together + " networks",
                1000 * step,
                epoch));
        return new Fit(members, epochs);
    }

    /** As many of something as fit, at least 1. */
    private static int most(int asked, double seconds, double each) {
        return each > 0 ? (int) Math.max(1, Math.min(asked, Math.floor(seconds / each))) : asked;
    }

    private double step(Shard shard, int step, double rate) {
        int batch = Math.min(recipe.optimiser().batchSize(), shard.size());
        int batches = shard.size() / batch;
        var settings = new StepSettings(step, step, rate, 0, StepSettings.Stage.EVERYTHING);
        return network.trainBatch(shard, step % batches * batch, batch, settings)
                .loss();
    }

    private double since(Instant mark) {
        return seconds(mark, clock.instant());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
