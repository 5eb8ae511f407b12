package org.equipoise.trainer.djl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.djl.OutsideSavedModels.Last;
import org.equipoise.trainer.outside.SavedModelInspector.Inspected;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Models that others trained: what is read off them, and that they are fed as they were trained. */
class OutsideModelTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("dark", "bright"));

    @TempDir
    private Path scratch;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void theSignatureTellsWhatTheModelTakesAndAnswers() throws IOException {
        Inspected inspected = inspect(OutsideSavedModels.zip(scratch, "serving_default", Last.SOFTMAX));

        assertThat(inspected.signature()).isEqualTo("serving_default");
        assertThat(inspected.input()).isEqualTo(ServingFormat.Input.FLOAT32);
        assertThat(inspected.dimensions()).containsExactly(16L, 16L, 1L);
        assertThat(inspected.outputs()).isEqualTo(2);
    }

    /** Logits are 40 (mean - 0.5) apart; a grey of 140 is 0.0490 above a half, so its odds are e^1.961. */
    @ParameterizedTest
    @EnumSource
    void floatsAreScaledAndLogitsBecomeProbabilities(Last last) throws IOException {
        String signature = last == Last.SOFTMAX ? "serving_default" : "predict";
        Inspected inspected = inspect(OutsideSavedModels.zip(scratch, signature, last));
        var output = last == Last.SOFTMAX ? ServingFormat.Output.SOFTMAX : ServingFormat.Output.LOGITS;
        OutsideSavedModels.put(
                objects,
                inspected.files().zip(),
                new ServingFormat(inspected.signature(), inspected.input(), 1 / 255.0, 0, output));
        byte[] samples = new byte[2 * SHAPE.length()];
        Arrays.fill(samples, 0, SHAPE.length(), (byte) 140);

        try (Classifier classifier =
                OutsideSavedModels.loader(objects, scratch).load(OutsideSavedModels.champion(LABELS, SHAPE))) {
            ClassProbabilities answers = classifier.classify(ImageBatch.slice(InputFormat.bytes(SHAPE), samples, 0, 2));

            double odds = Math.exp(40 * (140 / 255.0 - 0.5));
            assertThat(answers.row(0).get(1)).isCloseTo(odds / (1 + odds), within(1e-5));
            assertThat(answers.predictedClass(1)).isZero();
        }
    }

    @Test
    void logitsThatWereCalledProbabilitiesAreNoticed() throws IOException {
        Inspected inspected = inspect(OutsideSavedModels.zip(scratch, "serving_default", Last.LOGITS));
        OutsideSavedModels.put(
                objects,
                inspected.files().zip(),
                new ServingFormat("serving_default", inspected.input(), 1 / 255.0, 0, ServingFormat.Output.SOFTMAX));

        try (Classifier classifier =
                OutsideSavedModels.loader(objects, scratch).load(OutsideSavedModels.champion(LABELS, SHAPE))) {
            var batch = ImageBatch.slice(InputFormat.bytes(SHAPE), new byte[SHAPE.length()], 0, 1);

            assertThatThrownBy(() -> classifier.classify(batch))
                    .isInstanceOf(UnusableModelException.class)
                    .hasMessageContainingAll(
                            "the outputs for one image lie from", "they look like logits, say --logits");
        }
    }

    @Test
    void whatIsNoSavedModelIsSaid() throws IOException {
        refused(new byte[] {1, 2, 3}, "not a zip");
        refused(OutsideSavedModels.zipOf(Map.of("model.keras", "x")), "no saved_model.pb");
        refused(OutsideSavedModels.zipOf(Map.of("saved_model.pb", "this is no graph")), "saved_model.pb is damaged");
        refused(OutsideSavedModels.zipOf(Map.of("saved_model.pb", "")), "has the tag \"serve\"");
        refused(OutsideSavedModels.zipOf(Map.of("../saved_model.pb", "")), "entry ../saved_model.pb");
        byte[] whole = OutsideSavedModels.zip(scratch.resolve("made"), "serving_default", Last.SOFTMAX);
        refused(Arrays.copyOf(whole, whole.length / 2), "damaged");
    }

    @Test
    void anInputThatIsNoImageIsSaid() throws IOException {
        byte[] fixedBatch = OutsideSavedModels.zip(scratch, "serving_default", Last.SOFTMAX, Shape.of(8, 16, 16, 1));

        refused(fixedBatch, "batches of 8 only");
    }

    @Test
    void anOpenSizeIsLeftToTheOperator() throws IOException {
        byte[] open = OutsideSavedModels.zip(scratch, "serving_default", Last.SOFTMAX, Shape.of(-1, -1, -1, 1));

        assertThat(inspect(open).dimensions()).containsExactly(-1L, -1L, 1L);
    }

    private void refused(byte[] zip, String because) {
        assertThatThrownBy(() -> inspect(zip))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(because);
    }

    private Inspected inspect(byte[] zip) {
        return new SignatureReader(scratch.resolve("inspected")).inspect(zip);
    }
}
