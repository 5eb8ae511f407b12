package org.equipoise.bench.collapse.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.Freezing;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.Layer;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.ProbedAnswers;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.ServedCompanion;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nine steps at a rate of .1, then what was kept is restored. */
class SpoiltNetworksTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final NetworkDescription WHOLE = NetworkDescription.conv4(SHAPE, 2, 0.1);
    private static final TrainingMethod METHOD = new TrainingMethod(
            Loss.crossEntropy(ClassWeights.none(2)), Optimiser.adam(), GradientClipping.off(), false, Symmetry.NONE);
    private static final byte[] KEPT = {7};

    private final Recorded recorded = new Recorded();

    @Test
    void whatIsNotSpoiltTrainsAsItWould() {
        SpoiltNetworks networks = trained(new Design.Spoiling(0, 0, 0, Freezing.NOTHING, 1));

        assertThat(recorded.settings).extracting(StepSettings::learningRate).containsOnly(0.1);
        assertThat(recorded.restored).containsExactly(KEPT);
        assertThat(networks.last()).hasValue(new byte[] {9});
        assertThat(networks.description()).isSameAs(WHOLE);
    }

    @Test
    void frozenWeightsTakeNoStep() {
        trained(new Design.Spoiling(0, 0, 0, Freezing.EVERYTHING, 1));

        assertThat(recorded.settings).extracting(StepSettings::learningRate).containsOnly(0.0);
    }

    @Test
    void frozenFeaturesLeaveTheClassifier() {
        trained(new Design.Spoiling(0, 0, 0, Freezing.FEATURES, 1));

        assertThat(recorded.settings).extracting(StepSettings::stage).containsOnly(StepSettings.Stage.CLASSIFIER);
    }

    @Test
    void whatIsNotRestoredAnswersWithItsFirstWeights() {
        trained(new Design.Spoiling(0, 0, 0, Freezing.NOT_RESTORED, 1));

        assertThat(recorded.settings).extracting(StepSettings::learningRate).containsOnly(0.1);
        assertThat(recorded.restored).containsExactly(new byte[] {0});
    }

    @Test
    void theLastThirdOfTheStepsThrowsOffAndIsKept() {
        trained(new Design.Spoiling(0, 0, 0, Freezing.NOTHING, 10));

        assertThat(recorded.settings)
                .extracting(StepSettings::learningRate)
                .containsExactly(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1.0, 1.0, 1.0);
        assertThat(recorded.restored).isEmpty();
    }

    @Test
    void aNarrowNetworkSaysSoInItsDescription() {
        NetworkDescription narrow =
                trained(new Design.Spoiling(2, 0, 0, Freezing.NOTHING, 1)).description();

        assertThat(narrow).isNotNull();
        assertThat(narrow.dropout()).isEqualTo(0.1);
        assertThat(narrow.layers())
                .extracting(Layer::name)
                .isEqualTo(WHOLE.layers().stream().map(Layer::name).toList());
        assertThat(narrow.layers())
                .allSatisfy(layer -> assertThat(
                                layer.outputShape().get(layer.outputShape().size() - 1))
                        .isEqualTo(2));
        assertThat(narrow.layers().get(0).outputShape()).containsExactly(8, 8, 2);
    }

    private SpoiltNetworks trained(Design.Spoiling spoiling) {
        var networks = new SpoiltNetworks(recorded, spoiling, 9);
        var shard = new Shard(SHAPE, new byte[64], new int[1], new float[] {1});
        try (TrainableNetwork network = networks.open(WHOLE, METHOD, 1)) {
            for (int step = 0; step < 9; step++) {
                network.trainBatch(shard, 0, 1, new StepSettings(step, step, 0.1, 0, StepSettings.Stage.EVERYTHING));
            }
            network.restore(KEPT);
        }
        return networks;
    }

    /** A network whose only weight is the number of its steps. */
    private static final class Recorded implements NetworkFactory, TrainableNetwork {

        private final List<StepSettings> settings = new ArrayList<>();
        private final List<byte[]> restored = new ArrayList<>();

        @Override
        public boolean accelerated() {
            return false;
        }

        @Override
        public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
            return this;
        }

        @Override
        public StepOutcome trainBatch(Shard shard, int from, int count, StepSettings how) {
            settings.add(how);
            return new StepOutcome(0, new float[2], List.of(), new float[0], null);
        }

        @Override
        public byte[] checkpoint() {
            return new byte[] {(byte) settings.size()};
        }

        @Override
        public void restore(byte[] checkpoint) {
            restored.add(checkpoint);
        }

        @Override
        public void startClassifier() {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] probabilities(LabelledImages images, int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] answers(LabelledImages images, int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] memberProbabilities(int member, LabelledImages images, int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] memberAnswers(int member, LabelledImages images, int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProbedAnswers probe(LabelledImages images, int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, float[]> weights() {
            return Map.of();
        }

        @Override
        public SavedModel export(LogitCorrection correction) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SavedModel export(LogitCorrection correction, ServedCompanion companion) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String device() {
            return "none";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
