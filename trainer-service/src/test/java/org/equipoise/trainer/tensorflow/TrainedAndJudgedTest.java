package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.GateVerdict;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.gate.ServingEvidence;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forty networks that really are trained, a second or less each: twenty collapse for a reason that trainings have, and
 * the gate refuses them; twenty are healthy and pass. Same seeds, same networks.
 */
class TrainedAndJudgedTest {

    private static final InputShape SHAPE = new InputShape(12, 12, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("flat", "rising", "steep"));
    private static final List<Double> EVEN = List.of(1.0, 1.0, 1.0);
    private static final int BATCH = 32;
    private static final int STEPS = 70;
    private static final double RATE = 2e-3;

    private static final ServingEvidence SERVED =
            new ServingEvidence.Replayed(24, 0, false, 24, 24, "a".repeat(64), "a".repeat(64));
    private static final Incumbent NONE = new Incumbent.Incomparable("no version serves.");

    private final ModelGate gate = new ModelGate(new GateLimits(0.30, 0.10, 0.10), ChampionRule.BETTER);

    @TempDir
    private Path scratch;

    /**
     * A training.
     *
     * @param images by class, in order
     * @param weights of the classes
     * @param label given to an image of a class
     * @param grey whether all images, those of the test too, lost their content on the way
     * @param steps of the optimiser
     * @param rate its learning rate
     */
    private record Run(
            String cause,
            long seed,
            List<Integer> images,
            List<Double> weights,
            IntUnaryOperator label,
            boolean grey,
            int steps,
            double rate) {

        @Override
        public String toString() {
            return cause + ", seed " + seed;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("collapsing")
    void aNetworkThatCollapsedIsRefused(Run run) {
        Evaluation test = trained(run);

        assertThat(test.minimumRecall()).as("%s", test).isLessThan(0.30);
        assertThat(gate.judge(test, NONE, SERVED)).as("%s", test).isInstanceOf(GateVerdict.Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthy")
    void aHealthyNetworkPasses(Run run) {
        Evaluation test = trained(run);

        assertThat(gate.judge(test, NONE, SERVED).checks()).as("%s", test).allMatch(GateCheck::passed);
    }

    @Test
    void thereAreTwentyOfEach() {
        assertThat(collapsing()).hasSize(20);
        assertThat(healthy()).hasSize(20);
    }

    static Stream<Run> collapsing() {
        return IntStream.rangeClosed(1, 20).mapToObj(seed -> {
            List<Integer> even = List.of(96, 96, 96);
            IntUnaryOperator truth = IntUnaryOperator.identity();
            return switch (seed % 10) {
                case 0 ->
                    new Run(
                            "a majority that nothing outweighs",
                            seed,
                            List.of(300, 4, 4),
                            EVEN,
                            truth,
                            false,
                            20,
                            5e-4);
                case 1 -> new Run("a learning rate that moves nothing", seed, even, EVEN, truth, false, STEPS, 1e-9);
                case 2 -> new Run("a learning rate that kills every unit", seed, even, EVEN, truth, false, STEPS, 3);
                case 3 -> new Run("images that are all grey", seed, even, EVEN, truth, true, STEPS, RATE);
                case 4 -> new Run("a class of weight 0", seed, even, List.of(1.0, 1.0, 0.0), truth, false, STEPS, RATE);
                case 5 ->
                    new Run("a class labelled as another", seed, even, EVEN, k -> k == 1 ? 0 : k, false, STEPS, RATE);
                case 6 -> new Run("one label for everything", seed, even, EVEN, k -> 2, false, STEPS, RATE);
                case 7 -> new Run("the first step only", seed, even, EVEN, truth, false, 1, RATE);
                case 8 ->
                    new Run(
                            "weights upside down",
                            seed,
                            List.of(200, 60, 40),
                            List.of(1.0, 0.001, 0.001),
                            truth,
                            false,
                            STEPS,
                            RATE);
                default ->
                    new Run("a class without images", seed, List.of(150, 0, 150), EVEN, truth, false, STEPS, RATE);
            };
        });
    }

    static Stream<Run> healthy() {
        return IntStream.rangeClosed(1, 20).mapToObj(seed -> {
            List<Integer> images = List.of(
                            List.of(96, 96, 96), List.of(200, 60, 40), List.of(160, 80, 20), List.of(60, 30, 160))
                    .get(seed % 4);
            int total = images.stream().mapToInt(Integer::intValue).sum();
            List<Double> weights = images.stream().map(n -> total / (3.0 * n)).toList();
            return new Run(
                    "images " + images, seed, images, weights, IntUnaryOperator.identity(), false, 2 * STEPS, RATE);
        });
    }

    private Evaluation trained(Run run) {
        Shard shard = shard(run);
        Shard unseen = Stripes.shard(SHAPE, 120, EVEN, 1000 + run.seed());
        if (run.grey()) {
            Arrays.fill(unseen.pixels(), (byte) 128);
        }
        NetworkDescription network = NetworkDescription.articleCnn(SHAPE, 3, 0.1);
        try (var open = new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch)
                .open(network, TrainingMethods.plain(3), run.seed())) {
            int batches = shard.size() / BATCH;
            for (int step = 0; step < run.steps(); step++) {
                open.trainBatch(shard, step % batches * BATCH, BATCH, TrainingMethods.step(step, run.rate()));
            }
            float[] answers = open.probabilities(unseen, 0, unseen.size());
            return Evaluation.of(new SplitPredictions(3, unseen.labels(), answers).confusion(), LABELS);
        }
    }

    /** Stripes as the run asks for them, in an order of chance. */
    private static Shard shard(Run run) {
        int most = run.images().stream().mapToInt(Integer::intValue).max().orElseThrow();
        Shard all = Stripes.shard(SHAPE, 3 * most, EVEN, run.seed());
        int[] left = run.images().stream().mapToInt(Integer::intValue).toArray();
        List<Integer> chosen = new java.util.ArrayList<>(IntStream.range(0, all.size())
                .filter(i -> left[all.label(i)]-- > 0)
                .boxed()
                .toList());
        java.util.Collections.shuffle(chosen, new Random(run.seed()));
        byte[] pixels = new byte[chosen.size() * SHAPE.length()];
        int[] labels = new int[chosen.size()];
        float[] weights = new float[chosen.size()];
        for (int i = 0; i < labels.length; i++) {
            int from = chosen.get(i);
            labels[i] = run.label().applyAsInt(all.label(from));
            weights[i] = run.weights().get(labels[i]).floatValue();
            System.arraycopy(all.pixels(), from * SHAPE.length(), pixels, i * SHAPE.length(), SHAPE.length());
        }
        if (run.grey()) {
            Arrays.fill(pixels, (byte) 128);
        }
        return new Shard(SHAPE, pixels, labels, weights);
    }
}
