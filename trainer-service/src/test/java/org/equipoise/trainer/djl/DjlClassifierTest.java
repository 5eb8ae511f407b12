package org.equipoise.trainer.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.LoadedModels;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.TrainableNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DjlClassifierTest {

    private static final InputShape SHAPE = new InputShape(16, 12, 3);
    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c"));

    @TempDir
    private Path scratch;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void servingAnswersWhatTrainingAnswers() {
        byte[] samples = new byte[5 * SHAPE.length()];
        new Random(1).nextBytes(samples);
        try (TrainableNetwork network = SavedModels.network(SHAPE, 3, 42)) {
            put("v1", network.export(LogitCorrection.none(3)).zip());
            float[] trained = network.probabilities(new LabelledImages(SHAPE, samples, new int[5]), 0, 5);
            try (Classifier classifier = loader().load(champion("v1"))) {

                ClassProbabilities served =
                        classifier.classify(ImageBatch.slice(InputFormat.bytes(SHAPE), samples, 0, 5));

                for (int i = 0; i < 5; i++) {
                    for (int k = 0; k < 3; k++) {
                        assertThat(served.row(i).get(k)).isCloseTo(trained[3 * i + k], within(1e-6));
                    }
                }
            }
        }
    }

    /** Of samples of 16 bits the window is part of what was exported. */
    @Test
    void servingSeesSixteenBitsAsTrainingDoes() {
        var grey = new InputShape(16, 12, 1);
        var format = new InputFormat(grey, new ValueWindow(300, 60000, "by hand"));
        byte[] samples = new byte[5 * format.imageBytes()];
        new Random(1).nextBytes(samples);
        try (TrainableNetwork network = SavedModels.network(format, 3, 42)) {
            put("v1", network.export(LogitCorrection.none(3)).zip());
            float[] trained = network.probabilities(new LabelledImages(format, samples, new int[5]), 0, 5);
            var champion = champion("v1");
            var deep = new Champion(
                    champion.version(), champion.artifactKey(), LABELS, grey, champion.reference(), format.window());
            try (Classifier classifier = loader().load(deep)) {

                ClassProbabilities served = classifier.classify(ImageBatch.slice(format, samples, 0, 5));

                for (int i = 0; i < 5; i++) {
                    for (int k = 0; k < 3; k++) {
                        assertThat(served.row(i).get(k)).isCloseTo(trained[3 * i + k], within(1e-6));
                    }
                }
            }
        }
    }

    /** An image's answer must not depend on its neighbours in the batch. */
    @Test
    void oneImageAloneAnswersAsItDoesInABatch() {
        put("v1", SavedModels.untrained(SHAPE, 3, 42).zip());
        List<Pixels> images =
                IntStream.range(0, 9).mapToObj(DjlClassifierTest::noise).toList();
        assertThatOneAnswersAsTogether(loader(), images);
        assertThatOneAnswersAsTogether(loader(true), images);
    }

    private static void assertThatOneAnswersAsTogether(DjlClassifierLoader loader, List<Pixels> images) {
        try (Classifier classifier = loader.load(champion("v1"))) {
            ClassProbabilities together = classifier.classify(ImageBatch.of(InputFormat.bytes(SHAPE), images));

            ClassProbabilities alone =
                    classifier.classify(ImageBatch.of(InputFormat.bytes(SHAPE), images.subList(4, 5)));

            for (int k = 0; k < 3; k++) {
                assertThat(alone.row(0).get(k)).isCloseTo(together.row(4).get(k), within(1e-6));
            }
        }
    }

    @Test
    void swappingVersionsLeavesNoFilesBehind() throws IOException {
        swapVersions(loader());
        swapVersions(loader(true));
    }

    private void swapVersions(DjlClassifierLoader loader) throws IOException {
        put("v1", SavedModels.untrained(SHAPE, 3, 1).zip());
        put("v2", SavedModels.untrained(SHAPE, 3, 2).zip());
        ImageBatch batch = ImageBatch.of(InputFormat.bytes(SHAPE), List.of(noise(1)));
        try (var models = new LoadedModels(loader, 2, 1, Duration.ofMinutes(1), Clock.systemUTC())) {
            double v1 = models.classify("m", champion("v1"), batch).row(0).get(0);
            for (int i = 0; i < 6; i++) {
                models.classify("m", champion(i % 2 == 0 ? "v2" : "v1"), batch);
            }

            assertThat(models.classify("m", champion("v1"), batch).row(0).get(0))
                    .isEqualTo(v1);
            assertThat(files()).isEqualTo(1);
        }
        assertThat(files()).isZero();
    }

    @Test
    void refusesAZipThatLeavesItsFolder() throws IOException {
        byte[] zip = zip("../outside.txt");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SavedModelFolder.unzip(zip, scratch.resolve("models")))
                .withMessageContaining("../outside.txt");

        assertThat(scratch.resolve("outside.txt")).doesNotExist();
        assertThat(scratch.resolve("models")).isEmptyDirectory();
    }

    @Test
    void aVersionThatIsNotInTheRegistryIsUnusableForItIsNotThereLaterEither() {
        assertThatThrownBy(() -> loader().load(champion("v9")))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage("no object models/m/v9/saved_model.zip");
    }

    @Test
    void whatIsNoSavedModelCannotBeLoaded() throws IOException {
        put("v1", zip("readme.txt"));

        assertThatThrownBy(() -> loader().load(champion("v1")))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("m/v1");

        assertThat(files()).isZero();
    }

    private long files() throws IOException {
        try (Stream<Path> list = Files.list(scratch)) {
            return list.count();
        }
    }

    private static byte[] zip(String entry) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(1);
        }
        return bytes.toByteArray();
    }

    private static Pixels noise(int seed) {
        byte[] samples = new byte[SHAPE.length()];
        new Random(seed).nextBytes(samples);
        return new Pixels(SHAPE.width(), SHAPE.height(), SHAPE.channels(), samples);
    }

    private void put(String version, byte[] zip) {
        objects.put(Bucket.MODELS, ModelObjects.savedModelKey("m/" + version), zip, "application/zip");
    }

    private DjlClassifierLoader loader() {
        return new DjlClassifierLoader(
                objects, scratch, TensorFlowConfigs.defaults().sessionConfig());
    }

    /** @param ownThreads whether single images are answered by a session of one thread */
    private DjlClassifierLoader loader(boolean ownThreads) {
        return new DjlClassifierLoader(
                objects, scratch, TensorFlowConfigs.defaults().sessionConfig(), ownThreads);
    }

    private static Champion champion(String version) {
        var reference = new HealthyReference(List.of(.4, .3, .3), List.of(0., 0., 0.), List.of(1., 1., 1.), 10);
        return new Champion(version, "m/" + version, LABELS, SHAPE, reference);
    }
}
