package org.equipoise.trainer.outside;

import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.outside.OutsideModel.Scaling;
import org.equipoise.trainer.outside.SavedModelInspector.Inspected;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.training.SavedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutsideModelFormatTest {

    private static final LabelSet LABELS = new LabelSet(List.of("no", "yes"));

    @Test
    void aFloatInputNeedsItsScaling() {
        assertThatThrownBy(() -> outside(null, null).format(floats(2)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("say --scale 1/255, -1..1 or none");

        ServingFormat format = outside(null, Scaling.SYMMETRIC).format(floats(2));

        assertThat(255 * format.scale() + format.offset()).isEqualTo(1);
        assertThat(format.offset()).isEqualTo(-1);
    }

    @Test
    void aByteInputScalesItself() {
        var bytes = new Inspected(
                new SavedModel(new byte[0]), "serving_default", ServingFormat.Input.UINT8, List.of(28L, 28L, 1L), 2);

        assertThat(outside(null, null).format(bytes).scale()).isEqualTo(1);
        assertThatThrownBy(() -> outside(null, Scaling.UNIT).format(bytes))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("takes uint8");
    }

    @Test
    void theOutputsMustBeTheLabels() {
        assertThatThrownBy(() -> outside(null, Scaling.NONE).format(floats(3)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("3 outputs, but 2 labels");
        assertThatThrownBy(() -> outside(null, Scaling.NONE).format(floats(1)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("sigmoid");
    }

    @Test
    void theSizeComesFromTheSignatureOrFromTheOperator() {
        var open =
                new Inspected(new SavedModel(new byte[0]), "s", ServingFormat.Input.FLOAT32, List.of(-1L, -1L, 1L), 2);
        var given = new InputShape(32, 24, 1);

        assertThat(outside(null, null).input(floats(2))).isEqualTo(new InputShape(28, 20, 1));
        assertThat(outside(given, null).input(open)).isEqualTo(given);
        assertThatThrownBy(() -> outside(null, null).input(open))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("say the size");
        assertThatThrownBy(() -> outside(given, null).input(floats(2)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("24x32x1 was given");
    }

    private static Inspected floats(long outputs) {
        return new Inspected(
                new SavedModel(new byte[0]),
                "serving_default",
                ServingFormat.Input.FLOAT32,
                List.of(20L, 28L, 1L),
                outputs);
    }

    private static OutsideModel outside(@Nullable InputShape size, @Nullable Scaling scaling) {
        return new OutsideModel("m", LABELS, size, scaling, ServingFormat.Output.SOFTMAX);
    }
}
