package org.equipoise.trainer.diagnosis;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExperimentsTest {

    /** Both are right about every image, the trained network alone about one half: a short run loses nothing to it. */
    @Test
    void aShortRunIsComparedWithWhatTheTrainedNetworkAnswersByItself() {
        LabelledImages images = ExaminedRuns.stripes(40, 1);

        assertThat(gain(images, "backbone", Optional.of(new byte[0]))).isZero();
        assertThat(gain(images, "none", Optional.of(new byte[0]))).isEqualTo(-0.5);
        assertThat(gain(images, "backbone", Optional.empty()))
                .as("the network is left no longer")
                .isEqualTo(-0.5);
    }

    private static double gain(LabelledImages images, String companion, Optional<byte[]> checkpoint) {
        ExaminedRun bare = ExaminedRuns.bare(Map.of("companion", companion), images);
        float[] right = new float[2 * images.size()];
        for (int i = 0; i < images.size(); i++) {
            right[2 * i + images.label(i)] = 1;
        }
        var run = new ExaminedRun(
                bare.recipe(),
                bare.network(),
                bare.seed(),
                bare.counts(),
                images,
                images,
                null,
                new SplitPredictions(2, images.labels(), right),
                List.of(),
                checkpoint,
                "");
        return new Experiments(run, new Constant(), images).learningGain();
    }

    /** Networks that learn nothing and always answer the first class. */
    private static final class Constant implements NetworkFactory {

        @Override
        public boolean accelerated() {
            return false;
        }

        @Override
        public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
            return (TrainableNetwork) Proxy.newProxyInstance(
                    TrainableNetwork.class.getClassLoader(),
                    new Class<?>[] {TrainableNetwork.class},
                    (proxy, called, given) -> switch (called.getName()) {
                        case "weights" -> Map.of();
                        case "trainBatch" ->
                            new StepOutcome(Float.NaN, new float[2], List.of("steps"), new float[] {1}, null);
                        case "probabilities" -> first((int) given[2]);
                        default -> null;
                    });
        }

        private static float[] first(int count) {
            float[] answers = new float[2 * count];
            for (int i = 0; i < count; i++) {
                answers[2 * i] = 1;
            }
            return answers;
        }
    }
}
