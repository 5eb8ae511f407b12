package org.equipoise.trainer.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import org.equipoise.trainer.network.NetworkDescription;

/**
 * Networks that get the same share of the answers right, epoch by epoch, as a script says. Their only weight is the
 * number of steps taken.
 */
class ScriptedNetworks implements NetworkFactory {

    private final int stepsPerEpoch;
    private final int[] rightOfTen;
    private String device = "script";
    private Step taken = (step, shard, from, count, rate) -> outcome(0.5f);
    private long lastAnswer = Long.MAX_VALUE;

    /** @param rightOfTen after each epoch, how many of ten images are answered right */
    ScriptedNetworks(int stepsPerEpoch, int... rightOfTen) {
        this.stepsPerEpoch = stepsPerEpoch;
        this.rightOfTen = rightOfTen;
    }

    /** What computes from now on. */
    void computeOn(String next) {
        device = next;
    }

    /** A healthy step; enough answers for a batch of 64 and two classes. */
    static StepOutcome outcome(float loss) {
        return new StepOutcome(loss, new float[128], List.of("steps"), new float[] {1}, null);
    }

    /** What each step shows, by the number of steps before it. */
    void shows(LongFunction<StepOutcome> outcomes) {
        takes((step, shard, from, count, rate) -> outcomes.apply(step));
    }

    /** What each step does. */
    void takes(Step step) {
        taken = step;
    }

    /** A step by the number of steps before it, on a slice of a shard. */
    interface Step {

        StepOutcome take(long step, Shard shard, int from, int count, double rate);
    }

    /** From this number of steps on every answer is NaN. */
    void answersNothingAfter(long steps) {
        lastAnswer = steps;
    }

    @Override
    public boolean accelerated() {
        return false;
    }

    @Override
    public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
        return new Scripted();
    }

    /** What a member says alone: it is right about everything. */
    float[] member(int member, LabelledImages images, int from, int count) {
        return right(10, images, from, count);
    }

    private static float[] right(int ofTen, LabelledImages images, int from, int count) {
        float[] probabilities = new float[2 * count];
        for (int i = 0; i < count; i++) {
            int label = images.label(from + i);
            int answer = (from + i) / 2 % 10 < ofTen ? label : 1 - label;
            probabilities[2 * i + answer] = 0.8f;
            probabilities[2 * i + 1 - answer] = 0.2f;
        }
        return probabilities;
    }

    /** A network that nothing is known of but its script. */
    TrainableNetwork open() {
        return new Scripted();
    }

    private final class Scripted implements TrainableNetwork {

        private long steps;

        @Override
        public StepOutcome trainBatch(Shard shard, int from, int count, StepSettings settings) {
            if (settings.step() != steps) {
                throw new IllegalStateException("step " + settings.step() + " after " + steps + " steps");
            }
            return taken.take(steps++, shard, from, count, settings.learningRate());
        }

        @Override
        public void startClassifier() {
            // The script goes on.
        }

        @Override
        public ProbedAnswers probe(LabelledImages images, int from, int count) {
            return new ProbedAnswers(probabilities(images, from, count), new Probe(0, 1, Map.of()));
        }

        @Override
        public Map<String, float[]> weights() {
            return Map.of("steps", new float[] {steps});
        }

        @Override
        public float[] probabilities(LabelledImages images, int from, int count) {
            if (steps >= lastAnswer) {
                float[] nothing = new float[2 * count];
                Arrays.fill(nothing, Float.NaN);
                return nothing;
            }
            return right(rightOfTen[(int) (steps / stepsPerEpoch) - 1], images, from, count);
        }

        @Override
        public float[] answers(LabelledImages images, int from, int count) {
            return probabilities(images, from, count);
        }

        @Override
        public float[] memberProbabilities(int member, LabelledImages images, int from, int count) {
            return member(member, images, from, count);
        }

        @Override
        public float[] memberAnswers(int member, LabelledImages images, int from, int count) {
            return member(member, images, from, count);
        }

        @Override
        public byte[] checkpoint() {
            return ByteBuffer.allocate(8).putLong(steps).array();
        }

        @Override
        public void restore(byte[] checkpoint) {
            if (checkpoint.length != Long.BYTES) {
                throw new RunFailedException("the checkpoint of " + checkpoint.length + " bytes cannot be read");
            }
            steps = ByteBuffer.wrap(checkpoint).getLong();
        }

        @Override
        public SavedModel export(LogitCorrection correction) {
            return new SavedModel(checkpoint());
        }

        @Override
        public SavedModel export(LogitCorrection correction, ServedCompanion companion) {
            return new SavedModel((steps + " with " + companion.pool()
                            + Arrays.toString(companion.head().weights()))
                    .getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String device() {
            return device;
        }

        @Override
        public void close() {
            // Nothing native here.
        }
    }
}
