package org.equipoise.trainer.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EpochMeasuresTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final ConfusionMatrix TRAINING =
            ConfusionMatrix.of(List.of(List.of(900L, 0L, 0L), List.of(20L, 40L, 0L), List.of(30L, 0L, 10L)));
    private static final EpochMeasures MEASURES = measures(1.5);

    private static EpochMeasures measures(double logitVariance) {
        var norms = new LayerNorms();
        norms.step(List.of("conv1_kernel", "conv1_bias"), i -> i == 0 ? 3 : 4);
        norms.step(List.of("conv1_kernel", "conv1_bias"), i -> i == 0 ? 1 : 0);
        norms.before(Map.of("conv1_kernel", new float[] {3, 4}, "conv1_bias", new float[] {1}));
        norms.after(Map.of("conv1_kernel", new float[] {3, 3}, "conv1_bias", new float[] {1}));
        return new EpochMeasures(
                new EpochMeasures.Losses(0.5, 0.6, 1.0),
                1e-3,
                TRAINING,
                norms,
                new EpochMeasures.Logits(0.2, logitVariance, Map.of("conv1", 0.25)),
                2,
                3);
    }

    private static final ConfusionMatrix LOST =
            ConfusionMatrix.of(List.of(List.of(90L, 0L, 0L), List.of(2L, 4L, 0L), List.of(4L, 0L, 0L)));

    private static final EpochTelemetry LOST_BEFORE = MEASURES.telemetry(LOST, LABELS, List.of());

    @Test
    void anEpochOfAHealthyModelIsNotCollapsed() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(80L, 10L, 0L), List.of(1L, 4L, 1L), List.of(0L, 1L, 3L))),
                LABELS,
                List.of());

        assertThat(telemetry.collapsed()).isFalse();
        assertThat(EpochMeasures.sentence(telemetry, LABELS)).doesNotContain("collapsed", "lost");
    }

    @Test
    void aLostClassIsCalledThatAndNamed() {
        EpochTelemetry telemetry = MEASURES.telemetry(LOST, LABELS, List.of());

        assertThat(telemetry.collapsed()).isTrue();
        assertThat(telemetry.recalls()).containsExactly(1.0, 4 / 6.0, 0.0);
        assertThat(telemetry.predictedShares()).containsExactly(0.96, 0.04, 0.0);
        assertThat(EpochMeasures.sentence(telemetry, LABELS)).endsWith("; class lost since epoch 1: malignant");
    }

    @Test
    void aCollapseIsDatedFromTheFirstOfTheEpochsItLastsThrough() {
        EpochTelemetry healthy = MEASURES.telemetry(TRAINING, LABELS, List.of());
        EpochTelemetry first = MEASURES.telemetry(LOST, LABELS, List.of(LOST_BEFORE, healthy));

        EpochTelemetry second = MEASURES.telemetry(LOST, LABELS, List.of(LOST_BEFORE, healthy, first));

        assertThat(healthy.inside())
                .extracting(TrainingProgressed.Inside::since)
                .isNull();
        assertThat(second.inside()).extracting(TrainingProgressed.Inside::since).isEqualTo(3);
    }

    @Test
    void logitsThatDoNotVaryAreAConditionOfTheirOwn() {
        EpochTelemetry telemetry = measures(1e-6).telemetry(LOST, LABELS, List.of());

        assertThat(telemetry.inside())
                .extracting(TrainingProgressed.Inside::condition)
                .isEqualTo("constant");
        assertThat(EpochMeasures.sentence(telemetry, LABELS)).endsWith("the same answer to every image");
    }

    /** By hand: lengths (3, 1) and (4, 0) give 5 and 1; the kernel moved by 1 of its length 5. */
    @Test
    void aLayerShowsItsGradientItsChangeAndItsDeadUnits() {
        TrainingProgressed.Inside inside = Objects.requireNonNull(
                MEASURES.telemetry(TRAINING, LABELS, List.of()).inside());

        assertThat(inside.layers()).containsExactly(new TrainingProgressed.LayerTelemetry("conv1", 2, 0.2, 0.25));
        assertThat(inside.gradientNorm()).isEqualTo(3);
        assertThat(inside.greatestGradientNorm()).isEqualTo(5);
        assertThat(inside.trainRecalls()).containsExactly(1.0, 40 / 60.0, 0.25);
        assertThat(inside.trainAccuracy()).isEqualTo(0.95);
    }

    /** By hand: losses of 0.6 and 0.5; recalls of (1 + 2/3 + 1/4) / 3 while training and (1 + 2/3 + 0) / 3 after it. */
    @Test
    void theGapsCompareLossesAndMeanRecalls() {
        TrainingProgressed.Inside inside = Objects.requireNonNull(
                MEASURES.telemetry(LOST, LABELS, List.of()).inside());

        assertThat(inside.lossGap()).isCloseTo(0.1, within(1e-12));
        assertThat(inside.recallGap()).isCloseTo(1 / 12.0, within(1e-12));
        assertThat(inside.withoutImages()).isNull();
    }

    /** Nobody knows how the malignant ones are answered: no validation image shows one. */
    @Test
    void aClassWithoutValidationImagesIsUnknownAndNotLost() {
        ConfusionMatrix noneMalignant =
                ConfusionMatrix.of(List.of(List.of(90L, 0L, 0L), List.of(6L, 0L, 0L), List.of(0L, 0L, 0L)));

        EpochTelemetry telemetry = MEASURES.telemetry(noneMalignant, LABELS, List.of());

        assertThat(EpochMeasures.sentence(telemetry, LABELS))
                .endsWith("; collapsed since epoch 1: every answer is none");
        assertThat(telemetry.recalls()).containsExactly(1.0, 0.0, 0.0);
        assertThat(telemetry.recallIsKnown(1)).isTrue();
        assertThat(telemetry.recallIsKnown(2)).isFalse();
        assertThat(telemetry.lowestRecall()).hasValue(0);
        assertThat(Objects.requireNonNull(telemetry.inside()).recallGap())
                .as("(1 + 2/3) / 2 - (1 + 0) / 2")
                .isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void aHealthyModelOfWhichAClassIsUnknownHasTheLowestOfTheKnownRecalls() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(80L, 10L, 0L), List.of(3L, 3L, 0L), List.of(0L, 0L, 0L))),
                LABELS,
                List.of());

        assertThat(telemetry.collapsed()).isFalse();
        assertThat(telemetry.lowestRecall()).hasValue(0.5);
    }

    @Test
    void aNumberThatIsNotFiniteIsNamed() {
        var unmoved = new LayerNorms();
        var broken = new LayerNorms();
        broken.step(List.of("conv1_kernel"), i -> 1);
        broken.before(Map.of("conv1_kernel", new float[] {3, 4}));
        broken.after(Map.of("conv1_kernel", new float[] {3, Float.NaN}));

        assertThat(MEASURES.spoilt()).isEmpty();
        assertThat(measures(broken, 0.6, 1).spoilt()).contains("the change of conv1_kernel");
        assertThat(measures(unmoved, Double.NaN, 1).spoilt()).contains("the validation loss");
        assertThat(measures(unmoved, 0.6, Double.POSITIVE_INFINITY).spoilt())
                .contains("the variance of the logits on validation images");
    }

    private static EpochMeasures measures(LayerNorms norms, double validationLoss, double logitVariance) {
        return new EpochMeasures(
                new EpochMeasures.Losses(0.5, validationLoss, 1.0),
                1e-3,
                TRAINING,
                norms,
                new EpochMeasures.Logits(0.2, logitVariance, Map.of()),
                2,
                3);
    }

    @Test
    void imagesPerSecondCountTheWaitingToo() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(1L, 0L, 0L), List.of(0L, 1L, 0L), List.of(0L, 0L, 1L))),
                LABELS,
                List.of());

        assertThat(telemetry.imagesPerSecond()).isEqualTo(200);
    }
}
