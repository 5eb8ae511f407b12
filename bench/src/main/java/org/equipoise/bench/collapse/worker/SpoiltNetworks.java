package org.equipoise.bench.collapse.worker;

import java.util.Map;
import java.util.Optional;

import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.Freezing;
import org.equipoise.trainer.network.NetworkDescription;
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
import org.jspecify.annotations.Nullable;

/** Networks that are frozen, not restored, or thrown off late; and what the last of them looked like at its end. */
final class SpoiltNetworks implements NetworkFactory {

    private final NetworkFactory networks;
    private final Design.Spoiling spoiling;
    private final long lateFrom;
    private @Nullable NetworkDescription description;
    private Optional<byte[]> last = Optional.empty();

    /** @param steps that the whole training takes */
    SpoiltNetworks(NetworkFactory networks, Design.Spoiling spoiling, long steps) {
        this.networks = networks;
        this.spoiling = spoiling;
        lateFrom = steps * 2 / 3;
    }

    @Override
    public boolean accelerated() {
        return networks.accelerated();
    }

    @Override
    public TrainableNetwork open(NetworkDescription full, TrainingMethod method, long seed) {
        NetworkDescription narrow = Narrowing.of(full, spoiling.channels());
        description = narrow;
        return new Spoilt(networks.open(narrow, method, seed));
    }

    /** What was opened last; absent before. */
    @Nullable NetworkDescription description() {
        return description;
    }

    /** Checkpoint of the last network when it was closed; empty before. */
    Optional<byte[]> last() {
        return last;
    }

    private final class Spoilt implements TrainableNetwork {

        private final TrainableNetwork network;
        private final byte[] start;

        Spoilt(TrainableNetwork network) {
            this.network = network;
            start = network.checkpoint();
        }

        @Override
        public StepOutcome trainBatch(Shard shard, int from, int count, StepSettings settings) {
            return network.trainBatch(shard, from, count, spoilt(settings));
        }

        private StepSettings spoilt(StepSettings settings) {
            double rate = settings.learningRate();
            if (spoiling.freezing() == Freezing.EVERYTHING) {
                rate = 0;
            } else if (settings.step() >= lateFrom) {
                rate *= spoiling.lateFactor();
            }
            return new StepSettings(
                    settings.step(),
                    settings.stageStep(),
                    rate,
                    settings.averageDecay(),
                    spoiling.freezing() == Freezing.FEATURES ? StepSettings.Stage.CLASSIFIER : settings.stage());
        }

        @Override
        public void restore(byte[] checkpoint) {
            if (spoiling.freezing() == Freezing.NOT_RESTORED) {
                network.restore(start);
            } else if (spoiling.lateFactor() == 1) {
                network.restore(checkpoint);
            }
        }

        @Override
        public void startClassifier() {
            network.startClassifier();
        }

        @Override
        public float[] probabilities(LabelledImages images, int from, int count) {
            return network.probabilities(images, from, count);
        }

        @Override
        public float[] answers(LabelledImages images, int from, int count) {
            return network.answers(images, from, count);
        }

        @Override
        public float[] memberProbabilities(int member, LabelledImages images, int from, int count) {
            return network.memberProbabilities(member, images, from, count);
        }

        @Override
        public float[] memberAnswers(int member, LabelledImages images, int from, int count) {
            return network.memberAnswers(member, images, from, count);
        }

        @Override
        public ProbedAnswers probe(LabelledImages images, int from, int count) {
            return network.probe(images, from, count);
        }

        @Override
        public Map<String, float[]> weights() {
            return network.weights();
        }

        @Override
        public byte[] checkpoint() {
            return network.checkpoint();
        }

        @Override
        public SavedModel export(LogitCorrection correction) {
            return network.export(correction);
        }

        @Override
        public SavedModel export(LogitCorrection correction, ServedCompanion companion) {
            return network.export(correction, companion);
        }

        @Override
        public String device() {
            return network.device();
        }

        @Override
        public void close() {
            last = Optional.of(network.checkpoint());
            network.close();
        }
    }
}
