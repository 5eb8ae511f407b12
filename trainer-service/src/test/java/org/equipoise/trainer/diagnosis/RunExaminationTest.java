package org.equipoise.trainer.diagnosis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Inside;
import org.equipoise.common.events.TrainingProgressed.LayerTelemetry;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.proof.ExperimentProofs;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Real networks on stripes of two directions, which the article's network learns in a few steps. */
class RunExaminationTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int TRAINING = 160;

    @TempDir
    Path scratch;

    @Test
    void aSoundNetworkShowsThatItCanLearn() {
        Evidence evidence = examined(ExaminedRuns.bare(Map.of(), ExaminedRuns.stripes(TRAINING, 1)));

        assertThat(number(evidence, Measure.OVERFIT)).isGreaterThan(0.95);
        assertThat(number(evidence, Measure.LEARNING_GAIN)).isGreaterThan(0.3);
        assertThat(number(evidence, Measure.OTHER_LEARNER)).isGreaterThan(0.9);
        assertThat(number(evidence, Measure.NOISE_RATE)).isLessThan(0.1);
        assertThat(number(evidence, Measure.BEST_RATE)).isBetween(-1.5, 1.5);
    }

    /** An experiment would train it, and it is not trained: nothing is opened, and nothing is owed. */
    @Test
    void aPretrainedNetworkIsExaminedWithoutExperiments() {
        ExaminedRun bare = ExaminedRuns.bare(Map.of("network", "backbone"), ExaminedRuns.stripes(TRAINING, 1));
        var run = new ExaminedRun(
                bare.recipe(),
                NetworkDescription.backbone(ExaminedRuns.SHAPE, 2, List.of()),
                bare.seed(),
                bare.counts(),
                bare.training(),
                bare.validation(),
                null,
                null,
                List.of(ONE_EPOCH),
                Optional.empty(),
                "");

        RunExamination.Findings findings = examination().examine(run, LONG);

        assertThat(number(findings.evidence(), Measure.OTHER_LEARNER)).isGreaterThan(0.9);
        assertThat(findings.evidence().value(Measure.LEARNING_GAIN)).isEmpty();
        assertThat(findings.skipped()).isEmpty();
        // It has no steps whose size, fall or peak could say anything.
        for (Measure measure : List.of(
                Measure.UPDATE_RATIO,
                Measure.FIRST_FALL,
                Measure.GRADIENT_PEAK,
                Measure.RATE_SET,
                Measure.ADAPTIVE,
                Measure.DECAYED)) {
            assertThat(findings.evidence().value(measure)).as("%s", measure).isEmpty();
        }
        assertThat(number(findings.evidence(), Measure.TRAIN_LOSS)).isEqualTo(0.5);
    }

    private static final EpochTelemetry ONE_EPOCH = new EpochTelemetry(
            0.5,
            0.6,
            1,
            0,
            0.9,
            0.9,
            List.of(0.9, 0.9),
            List.of(0.5, 0.5),
            false,
            0,
            0,
            1,
            new Inside(
                    "healthy",
                    null,
                    1e-5,
                    1e-5,
                    0,
                    1,
                    List.of(0.9, 0.9),
                    0.9,
                    List.of(new LayerTelemetry("classifier", 1e-5, 0, null)),
                    0.1,
                    0.0,
                    null));

    @Test
    void labelsThatBelongToOtherImagesAreLearntByNobody() {
        LabelledImages stripes = ExaminedRuns.stripes(TRAINING, 1);
        int[] labels = stripes.labels().clone();
        Random random = new Random(5);
        for (int i = labels.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int label = labels[i];
            labels[i] = labels[j];
            labels[j] = label;
        }

        Evidence evidence =
                examined(ExaminedRuns.bare(Map.of(), new LabelledImages(stripes.shape(), stripes.pixels(), labels)));

        assertThat(number(evidence, Measure.OTHER_LEARNER)).isLessThan(0.7);
        assertThat(number(evidence, Measure.LEARNING_GAIN)).isLessThan(0.2);
    }

    @Test
    void aRateThatIsFarTooLowIsFarFromTheBestOne() {
        Evidence evidence =
                examined(ExaminedRuns.bare(Map.of("learningRate", "0.000001"), ExaminedRuns.stripes(TRAINING, 1)));

        assertThat(number(evidence, Measure.BEST_RATE)).isGreaterThan(2);
        assertThat(number(evidence, Measure.OVERFIT_AS_SET)).isLessThan(number(evidence, Measure.OVERFIT) - 0.2);
        assertThat(number(evidence, Measure.LEARNING_GAIN)).isGreaterThan(0.3);
    }

    /** Stripes that are turned about the diagonal are those of the other class. */
    @Test
    void theTurnBetweenTrainingAndAnsweringIsFound() {
        LabelledImages training = ExaminedRuns.stripes(TRAINING, 1);
        LabelledImages turned = turned(ExaminedRuns.stripes(64, 2));
        byte[] checkpoint = trained(training, 120);
        ExaminedRun bare = ExaminedRuns.bare(Map.of(), training);
        ExaminedRun run = new ExaminedRun(
                bare.recipe(),
                bare.network(),
                bare.seed(),
                bare.counts(),
                training,
                turned,
                null,
                oneClass(turned),
                List.of(),
                Optional.of(checkpoint),
                "");

        RunExamination.Findings findings = examination().examine(run, LONG);

        assertThat(number(findings.evidence(), Measure.PREPROCESSING_GAIN)).isGreaterThan(0.5);
        assertThat(findings.preprocessing()).isEqualTo("with rows and columns swapped");
        assertThat(number(findings.evidence(), Measure.WEIGHTS_MOVED)).isGreaterThan(-2);
    }

    @Test
    void weightsThatNeverMovedAreThoseOfTheStart() {
        LabelledImages training = ExaminedRuns.stripes(TRAINING, 1);
        ExaminedRun bare = ExaminedRuns.bare(Map.of(), training);
        ExaminedRun run = new ExaminedRun(
                bare.recipe(),
                bare.network(),
                bare.seed(),
                bare.counts(),
                training,
                bare.validation(),
                null,
                null,
                List.of(),
                Optional.of(trained(training, 0)),
                "");

        assertThat(number(examined(run), Measure.WEIGHTS_MOVED)).isEqualTo(-9);
    }

    @Test
    void withoutTimeThereAreFactsAndTheExperimentsThatAreMissing() {
        RunExamination.Findings findings = examination()
                .examine(ExaminedRuns.bare(Map.of(), ExaminedRuns.stripes(TRAINING, 1)), Duration.ofSeconds(-1));

        assertThat(findings.evidence().known())
                .contains(Measure.IMBALANCE_RATIO, Measure.LEAST_CONTRAST)
                .allMatch(measure -> measure.kind() != Measure.Kind.EXPERIMENT);
        assertThat(findings.skipped()).contains(Measure.OTHER_LEARNER, Measure.OVERFIT, Measure.CAPACITY_GAIN);
    }

    /** 19 flat stripes for a steep one, and every answer is flat. */
    @Test
    void whatFactsSuspectIsTriedFirstAndOnceProvedNoOtherExperimentBegins() {
        LabelledImages training = Stripes.shard(ExaminedRuns.SHAPE, TRAINING, List.of(19.0, 1.0), 1);
        ExaminedRun bare = ExaminedRuns.bare(Map.of(), training);
        var run = new ExaminedRun(
                bare.recipe(),
                bare.network(),
                bare.seed(),
                List.of(152L, 8L),
                training,
                bare.validation(),
                null,
                oneClass(bare.validation()),
                List.of(),
                Optional.empty(),
                "");

        RunExamination.Findings findings = examination()
                .examine(
                        run,
                        LONG,
                        Duration.ZERO,
                        found -> !ExperimentProofs.of(found).isEmpty());

        assertThat(number(findings.evidence(), Measure.BALANCED_GAIN)).isGreaterThan(0.1);
        assertThat(findings.evidence().known()).contains(Measure.OTHER_LEARNER);
        assertThat(findings.skipped())
                .contains(Measure.LEARNING_GAIN, Measure.BEST_RATE, Measure.OVERFIT)
                .doesNotContain(Measure.BALANCED_GAIN, Measure.DOUBTED_LABELS_GAIN)
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutDoubtsNoLabelsAreLeftOut() {
        Evidence evidence = examined(ExaminedRuns.bare(Map.of(), ExaminedRuns.stripes(TRAINING, 1)));

        assertThat(evidence.value(Measure.DOUBTED_LABELS_GAIN)).isEmpty();
    }

    private RunExamination examination() {
        return new RunExamination(networks(), Clock.systemUTC(), () -> false);
    }

    private Evidence examined(ExaminedRun run) {
        return examination().examine(run, LONG).evidence();
    }

    private NetworkFactory networks() {
        return new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch);
    }

    private byte[] trained(LabelledImages training, int steps) {
        try (TrainableNetwork network = networks().open(ExaminedRuns.NETWORK, TrainingMethods.plain(2), 1)) {
            Draw draw = Draw.mixed(training, Math.max(1, steps), 32, 1);
            for (int step = 0; step < steps; step++) {
                Shard batch = draw.batch(step * 32, 32);
                network.trainBatch(batch, 0, 32, TrainingMethods.step(step, 1e-3));
            }
            return network.checkpoint();
        }
    }

    private static LabelledImages turned(LabelledImages images) {
        int side = images.shape().width();
        int length = images.shape().length();
        byte[] pixels = new byte[images.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            int within = i % length;
            pixels[i] = images.pixels()[i - within + within % side * side + within / side];
        }
        return new LabelledImages(images.shape(), pixels, images.labels());
    }

    private static SplitPredictions oneClass(LabelledImages images) {
        float[] probabilities = new float[2 * images.size()];
        for (int i = 0; i < images.size(); i++) {
            probabilities[2 * i] = 1;
        }
        return new SplitPredictions(2, images.labels(), probabilities);
    }

    private static double number(Evidence evidence, Measure measure) {
        return evidence.value(measure).orElseThrow(() -> new AssertionError(measure + " is missing in " + evidence));
    }
}
