package org.equipoise.trainer.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.outside.SavedModelInspector.Inspected;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * A network that Keras trained and wrote by {@code model.export()}: convolutions, batch normalisation, dropout, 146
 * parameters. {@code keras_export.py} beside the zip made it, and what Keras answers.
 */
class KerasExportTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final int IMAGES = 6;

    @TempDir
    private Path scratch;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void itsSignatureTellsWhatItTakesAndAnswers() throws IOException {
        Inspected inspected = inspect(resource("keras-export.zip"));

        assertThat(inspected.signature()).isEqualTo("serving_default");
        assertThat(inspected.input()).isEqualTo(ServingFormat.Input.FLOAT32);
        assertThat(inspected.dimensions()).containsExactly(16L, 16L, 1L);
        assertThat(inspected.outputs()).isEqualTo(2);
    }

    @Test
    void itAnswersHereWhatKerasAnswered() throws IOException {
        put(inspect(resource("keras-export.zip")).files().zip());
        JsonNode keras =
                new ObjectMapper().readTree(resource("keras-answers.json")).get("probabilities");

        try (Classifier classifier = OutsideSavedModels.loader(objects, scratch)
                .load(OutsideSavedModels.champion(new LabelSet(List.of("across", "along")), SHAPE))) {
            ClassProbabilities answers =
                    classifier.classify(ImageBatch.slice(InputFormat.bytes(SHAPE), images(), 0, IMAGES));

            for (int i = 0; i < IMAGES; i++) {
                assertThat(answers.row(i).get(0))
                        .as("image %d", i)
                        .isCloseTo(keras.get(i).get(0).asDouble(), within(1e-5));
                assertThat(answers.predictedClass(i)).as("image %d", i).isEqualTo(i % 2);
            }
        }
    }

    @Test
    void aDamagedZipOrGraphIsNotTaken() throws IOException {
        byte[] whole = resource("keras-export.zip");
        byte[] flipped = whole.clone();
        for (int i = whole.length / 3; i < whole.length / 3 + 64; i++) {
            flipped[i] ^= 0x55;
        }

        for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), flipped)) {
            assertThatThrownBy(() -> inspect(damaged))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** A stored version whose weights were cut off does not answer, and the reason names the version. */
    @Test
    void aStoredVersionWithoutItsWeightsIsUnusable() throws IOException {
        byte[] zip = inspect(resource("keras-export.zip")).files().zip();
        put(OutsideSavedModels.without(zip, "variables/variables.data-00000-of-00001"));

        assertThatThrownBy(() -> OutsideSavedModels.loader(objects, scratch)
                        .load(OutsideSavedModels.champion(new LabelSet(List.of("across", "along")), SHAPE)))
                .isInstanceOf(UnusableModelException.class);
    }

    /** As {@code pixel} of the script. */
    private static byte[] images() {
        byte[] samples = new byte[IMAGES * SHAPE.length()];
        for (int i = 0; i < samples.length; i++) {
            int image = i / SHAPE.length();
            int y = i % SHAPE.length() / SHAPE.width();
            int x = i % SHAPE.width();
            samples[i] = (byte) (37 * image + 53 * (image % 2 == 0 ? y : x));
        }
        return samples;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = KerasExportTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    private Inspected inspect(byte[] zip) {
        return new SignatureReader(scratch.resolve("inspected")).inspect(zip);
    }

    private void put(byte[] zip) {
        var format = new ServingFormat(
                "serving_default", ServingFormat.Input.FLOAT32, 1 / 255.0, 0, ServingFormat.Output.SOFTMAX);
        OutsideSavedModels.put(objects, zip, format);
    }
}
