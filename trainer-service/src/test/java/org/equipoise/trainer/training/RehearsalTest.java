package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.api.Test;

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
        RunPlan plan = plan(Map.of("minutes", "0.1", "epochs", "1000"));

        assertThat(plan.epochs()).isBetween(2, 100);
        assertThat(plan.remarks())
                .singleElement()
                .asString()
                .contains(plan.epochs() + " of at most 1000 epochs fit into 0.1 minutes");
    }

    /** A look at the clock every 12 steps: 10 steps take 0.08 s, with the validation 0.18 s, 30 epochs 5.5 of 25 s. */
    @Test
    void lessTimeLeavesFewerNetworksBeforeItLeavesFewerEpochs() {
        RunPlan plan = plan(Map.of("minutes", "0.5", "epochs", "30", "ensembleMembers", "8"));
        RunPlan little = plan(Map.of("minutes", "0.1", "epochs", "1000", "ensembleMembers", "8"));

        assertThat(plan.members()).isEqualTo(4);
        assertThat(plan.epochs()).isEqualTo(30);
        assertThat(plan.remarks()).singleElement().asString().contains("of at most 8 networks");
        assertThat(little.members()).isEqualTo(1);
        assertThat(little.epochs()).isBetween(2, 100);
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

    private RunPlan plan(Map<String, String> settings) {
        ChosenRecipe chosen = recipe(settings);
        var shards = new ShardSource.Plan(
                TrainingWorld.request("naive", settings), dataset(), AugmentationPolicy.NONE, List.of(), 128, 640);
        TrainableNetwork network = new ScriptedNetworks(10, 5)
                .open(NetworkDescription.articleCnn(SHAPE, 2, 0), TrainingMethods.plain(2), 1);
        return new Rehearsal(chosen, network, new OneShard(), shards, clock).plan(() -> {});
    }

    private static ChosenRecipe recipe(Map<String, String> settings) {
        return RecipeBook.choose("naive", settings, DatasetFingerprint.of(dataset()), false);
    }

    private static DatasetFrozen dataset() {
        return FrozenDatasets.even("stripes", new LabelSet(List.of("flat", "steep")), SHAPE, 320, 320);
    }

    private static final class OneShard implements ShardSource {

        @Override
        public void certain(int epochs) {
            assertThat(epochs).isEqualTo(1);
        }

        @Override
        public Shard take(int epoch, int shard) {
            assertThat(List.of(epoch, shard)).containsOnly(0);
            return Stripes.shard(SHAPE, 128, EVEN, 1);
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
