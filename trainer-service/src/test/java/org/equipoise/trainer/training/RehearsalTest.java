package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.optimisation.LearningRateCurve;
import org.equipoise.trainer.optimisation.LearningRateRangeTest;
import org.equipoise.trainer.optimisation.LearningRateSuggestion;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

/** 640 images in 10 batches of 64; every look at the clock takes a tenth of a second. */
class RehearsalTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final List<Double> EVEN = List.of(1.0, 1.0);

    private final TickingClock clock = new TickingClock();

    @Test
    void nothingIsRehearsedWhereNothingIsAsked() {
        assertThat(Rehearsal.needed(recipe(Map.of()).recipe())).isFalse();
        assertThat(Rehearsal.needed(recipe(Map.of("minutes", "1")).recipe())).isTrue();
        assertThat(Rehearsal.needed(recipe(Map.of("learningRateSearch", "true")).recipe()))
                .isTrue();
    }

    @Test
    void withoutTimeToLookAtAsManyEpochsAsAskedAreTrained() {
        RunPlan plan = plan(Map.of("minutes", "600", "epochs", "30"));

        assertThat(plan.epochs()).isEqualTo(30);
        assertThat(plan.learningRate()).isEqualTo(1e-3);
    }

    @Test
    void lessTimeLeavesFewerEpochsAndSaysWhy() {
        RunPlan plan = plan(Map.of("minutes", "0.5", "epochs", "1000"));

        assertThat(plan.epochs()).isBetween(2, 100);
        assertThat(plan.remarks())
                .singleElement()
                .asString()
                .contains(plan.epochs() + " of at most 1000 epochs fit into 0.5 minutes");
    }

    /** A step takes 0.1 s, 10 of them and the validation 1.1 s, 30 epochs 33 of 153 s. */
    @Test
    void lessTimeLeavesFewerNetworksBeforeItLeavesFewerEpochs() {
        RunPlan plan = plan(Map.of("minutes", "3", "epochs", "30", "ensembleMembers", "8"));
        RunPlan little = plan(Map.of("minutes", "0.5", "epochs", "1000", "ensembleMembers", "8"));

        assertThat(plan.members()).isEqualTo(4);
        assertThat(plan.epochs()).isEqualTo(30);
        assertThat(plan.remarks()).singleElement().asString().contains("of at most 8 networks");
        assertThat(little.members()).isEqualTo(1);
        assertThat(little.epochs()).isBetween(2, 100);
    }

    /** The fifth of the timed steps takes a minute. */
    @Test
    void oneSlowStepDecidesNothing() {
        Map<String, String> settings = Map.of("minutes", "3", "epochs", "30");
        RunPlan plan = plan(settings, Stripes.shard(SHAPE, 128, EVEN, 1), (step, shard, from, count, rate) -> {
            if (step == 9) {
                clock.pass(Duration.ofMinutes(1));
            }
            return ScriptedNetworks.outcome(0.5f);
        });

        assertThat(plan.epochs()).isEqualTo(30);
    }

    @Test
    void oneEpochIsTrainedHoweverLittleTimeThereIs() {
        assertThat(plan(Map.of("minutes", "0.001", "epochs", "30")).epochs()).isEqualTo(1);
    }

    /** The script's loss is the same at every rate. */
    @Test
    void aFlatSearchKeepsTheRateThatWasGiven() {
        RunPlan plan = plan(Map.of("learningRateSearch", "true", "learningRate", "0.02"));

        assertThat(plan.learningRate()).isEqualTo(0.02);
        assertThat(plan.remarks()).singleElement().asString().contains("confidence 0.00", "flat");
    }

    /** The shares fall into place at rates from 1e-5 on, the images at about a hundred times that. */
    @Test
    void learningTheSharesOfTheClassesIsNotTakenForLearning() {
        Shard rare = rare();
        Map<String, String> settings = Map.of("learningRateSearch", "true", "learningRate", "0.02");

        assertThat(sweep(new TwoSpeeds(20_000, 0), rare))
                .isInstanceOf(LearningRateSuggestion.Found.class)
                .extracting(LearningRateSuggestion::rate, as(InstanceOfAssertFactories.DOUBLE))
                .isLessThan(1e-4);
        assertThat(sweep(new TwoSpeeds(20_000, 200), rare).rate()).isLessThan(1e-4);

        assertThat(plan(settings, rare, new TwoSpeeds(20_000, 0)).learningRate())
                .isEqualTo(0.02);
        assertThat(plan(settings, rare, new TwoSpeeds(20_000, 200)).learningRate())
                .isBetween(5e-4, 1e-2);
    }

    /** Weights, here of one image in eight, make the classes even where they are as they come. */
    @Test
    void whatTheRunBalancesByItselfIsDrawnAsItComes() {
        List<Double> drawn = new ArrayList<>();
        ScriptedNetworks.Step share = (step, shard, from, count, rate) -> {
            drawn.add(Arrays.stream(shard.labels(), from, from + count).sum() / (double) count);
            return ScriptedNetworks.outcome(0.5f);
        };

        plan(Map.of("learningRateSearch", "true", "classWeights", "balanced"), rare(), share);
        assertThat(drawn).containsOnly(0.125);

        drawn.clear();
        plan(Map.of("learningRateSearch", "true"), rare(), share);
        assertThat(drawn).containsOnly(0.5);
    }

    /** 128 images, every eighth of the second class. */
    private static Shard rare() {
        int[] labels = new int[128];
        float[] weights = new float[128];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 8 == 0 ? 1 : 0;
            weights[i] = 1;
        }
        return new Shard(SHAPE, new byte[128 * SHAPE.length()], labels, weights);
    }

    private static LearningRateSuggestion sweep(ScriptedNetworks.Step network, Shard shard) {
        List<Double> rates = LearningRateRangeTest.rates(1e-6, 1, 100);
        List<Double> losses = rates.stream()
                .map(rate -> (double) network.take(0, shard, 0, 64, rate).loss())
                .toList();
        return new LearningRateRangeTest(0.02).suggest(new LearningRateCurve(rates, losses));
    }

    /** Two numbers learn: one that answers every image alike, and one that tells the classes apart. */
    private static final class TwoSpeeds implements ScriptedNetworks.Step {

        private final double constantGain;
        private final double imageGain;
        private double constant;
        private double image;

        TwoSpeeds(double constantGain, double imageGain) {
            this.constantGain = constantGain;
            this.imageGain = imageGain;
        }

        @Override
        public StepOutcome take(long step, Shard shard, int from, int count, double rate) {
            double loss = 0;
            double constantSlope = 0;
            double imageSlope = 0;
            for (int i = from; i < from + count; i++) {
                int sign = shard.label(i) == 1 ? 1 : -1;
                double wrong = 1 / (1 + Math.exp(sign * constant + image));
                loss -= Math.log1p(-wrong) / count;
                constantSlope += sign * wrong / count;
                imageSlope += wrong / count;
            }
            constant += rate * constantGain * constantSlope;
            image += rate * imageGain * imageSlope;
            return ScriptedNetworks.outcome((float) loss);
        }
    }

    private RunPlan plan(Map<String, String> settings) {
        return plan(
                settings,
                Stripes.shard(SHAPE, 128, EVEN, 1),
                (step, shard, from, count, rate) -> ScriptedNetworks.outcome(0.5f));
    }

    private RunPlan plan(Map<String, String> settings, Shard shard, ScriptedNetworks.Step step) {
        ChosenRecipe chosen = recipe(settings);
        var shards = new ShardSource.Plan(
                TrainingWorld.request("naive", settings), dataset(), AugmentationPolicy.NONE, List.of(), 128, 640);
        var networks = new ScriptedNetworks(10, 5);
        networks.takes(step);
        TrainableNetwork network =
                networks.open(NetworkDescription.articleCnn(SHAPE, 2, 0), TrainingMethods.plain(2), 1);
        EpochBalance balance = new RunBalance(chosen.recipe(), RunPlan.of(chosen), counts(shard)).in(0);
        return new Rehearsal(chosen, balance, network, new OneShard(shard), shards, clock, 0).plan(() -> {});
    }

    private static ChosenRecipe recipe(Map<String, String> settings) {
        return RecipeBook.choose("naive", settings, DatasetFingerprint.of(dataset()), false);
    }

    private static DatasetFrozen dataset() {
        return FrozenDatasets.even("stripes", new LabelSet(List.of("flat", "steep")), SHAPE, 320, 320);
    }

    private static List<Long> counts(Shard shard) {
        long second = Arrays.stream(shard.labels()).sum();
        return List.of(shard.size() - second, second);
    }

    private record OneShard(Shard shard) implements ShardSource {

        @Override
        public void certain(int epochs) {
            assertThat(epochs).isEqualTo(1);
        }

        @Override
        public Shard take(int epoch, int number) {
            assertThat(List.of(epoch, number)).containsOnly(0);
            return shard;
        }

        @Override
        public void close() {
            // Nothing is on order here.
        }
    }

    private static final class TickingClock extends ManualClock {

        TickingClock() {
            super(Instant.EPOCH);
        }

        @Override
        public Instant instant() {
            pass(Duration.ofMillis(100));
            return super.instant();
        }
    }
}
